// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** The conditions of a scan that browsers test, each in Spark's words and in ours. */
final class PushedConditions {
  private final PredicatePushdown judge;
  private final List<Predicate> theirs = new ArrayList<>();
  private final List<io.github.sparkindexeddb.wire.Predicate> ours = new ArrayList<>();

  PushedConditions(PredicatePushdown judge) {
    this.judge = judge;
  }

  /** Takes it if it can be pushed beside the others. */
  Verdict<io.github.sparkindexeddb.wire.Predicate> add(Predicate condition) {
    Verdict<io.github.sparkindexeddb.wire.Predicate> verdict =
        judge
            .judge(condition)
            .then(
                predicate ->
                    Verdict.pushed(predicate)
                        .unless(
                            parts() + predicate.parts()
                                >= io.github.sparkindexeddb.wire.Predicate.MOST_PARTS,
                            "the others are long enough"));
    if (verdict instanceof Verdict.Pushed<io.github.sparkindexeddb.wire.Predicate> pushed) {
      theirs.add(condition);
      ours.add(pushed.value());
    }
    return verdict;
  }

  Predicate[] pushed() {
    return theirs.toArray(Predicate[]::new);
  }

  /** Absent if there are none. */
  Optional<io.github.sparkindexeddb.wire.Predicate> combined() {
    return ours.isEmpty()
        ? Optional.empty()
        : Optional.of(io.github.sparkindexeddb.wire.Predicate.all(ours));
  }

  private int parts() {
    return ours.stream().mapToInt(io.github.sparkindexeddb.wire.Predicate::parts).sum();
  }
}
