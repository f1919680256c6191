// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** The conditions of a scan that browsers test, each in Spark's words and in ours. */
public final class PushedConditions {
  private final PredicatePushdown judge;
  private final List<Predicate> theirs = new ArrayList<>();
  private final List<io.github.sparkindexeddb.wire.query.Predicate> ours = new ArrayList<>();

  public PushedConditions(PredicatePushdown judge) {
    this.judge = judge;
  }

  /** Takes it if it can be pushed beside the others. */
  public Verdict<io.github.sparkindexeddb.wire.query.Predicate> add(Predicate condition) {
    Verdict<io.github.sparkindexeddb.wire.query.Predicate> verdict =
        judge
            .judge(condition)
            .then(
                predicate ->
                    Verdict.pushed(predicate)
                        .unless(
                            parts() + predicate.parts()
                                >= io.github.sparkindexeddb.wire.query.Predicate.MOST_PARTS,
                            "the others are long enough"));
    if (verdict instanceof Verdict.Pushed<io.github.sparkindexeddb.wire.query.Predicate> pushed) {
      theirs.add(condition);
      ours.add(pushed.value());
    }
    return verdict;
  }

  public Predicate[] pushed() {
    return theirs.toArray(Predicate[]::new);
  }

  /** Absent if there are none. */
  public Optional<io.github.sparkindexeddb.wire.query.Predicate> combined() {
    return ours.isEmpty()
        ? Optional.empty()
        : Optional.of(io.github.sparkindexeddb.wire.query.Predicate.all(ours));
  }

  private int parts() {
    return ours.stream().mapToInt(io.github.sparkindexeddb.wire.query.Predicate::parts).sum();
  }
}
