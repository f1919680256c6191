// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.wire.query.PushedPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** The conditions of a scan that browsers test, each in Spark's words and in ours. */
public final class PushedPredicates {
  private final PredicatePushdown judge;
  private final List<Predicate> theirs = new ArrayList<>();
  private final List<PushedPredicate> ours = new ArrayList<>();

  public PushedPredicates(PredicatePushdown judge) {
    this.judge = judge;
  }

  /** Takes it if it can be pushed beside the others. */
  public PushdownDecision<PushedPredicate> add(Predicate condition) {
    PushdownDecision<PushedPredicate> decision =
        judge
            .judge(condition)
            .then(
                predicate ->
                    PushdownDecision.pushed(predicate)
                        .unless(
                            parts() + predicate.parts() >= PushedPredicate.MAX_PREDICATE_PARTS,
                            "the others are long enough"));
    if (decision instanceof PushdownDecision.Pushed<PushedPredicate> pushed) {
      theirs.add(condition);
      ours.add(pushed.value());
    }
    return decision;
  }

  public Predicate[] pushed() {
    return theirs.toArray(Predicate[]::new);
  }

  /** Absent if there are none. */
  public Optional<PushedPredicate> combined() {
    return ours.isEmpty() ? Optional.empty() : Optional.of(PushedPredicate.all(ours));
  }

  private int parts() {
    return ours.stream().mapToInt(PushedPredicate::parts).sum();
  }
}
