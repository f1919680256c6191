// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.wire.query.PushedPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** The conditions of a scan that browsers test, each as Spark's and as the wire's. */
public final class PushedPredicates {
  private final PredicatePushdown pushdown;
  private final List<Predicate> toSpark = new ArrayList<>();
  private final List<PushedPredicate> toWire = new ArrayList<>();

  public PushedPredicates(PredicatePushdown pushdown) {
    this.pushdown = pushdown;
  }

  /** Decides about a condition, and adds it if it can be pushed beside the others. */
  public PushdownDecision<PushedPredicate> add(Predicate condition) {
    PushdownDecision<PushedPredicate> decision =
        pushdown
            .decide(condition)
            .then(
                predicate ->
                    PushdownDecision.pushed(predicate)
                        .unless(
                            !PushedPredicate.fitTogether(with(predicate)),
                            "the others are long enough"));
    if (decision instanceof PushdownDecision.Pushed<PushedPredicate> pushed) {
      toSpark.add(condition);
      toWire.add(pushed.value());
    }
    return decision;
  }

  /** Returns the conditions that are pushed, as Spark offered them. */
  public Predicate[] toSpark() {
    return toSpark.toArray(Predicate[]::new);
  }

  /** Returns one condition that is all of them, absent if there are none. */
  public Optional<PushedPredicate> combined() {
    return toWire.isEmpty() ? Optional.empty() : Optional.of(PushedPredicate.all(toWire));
  }

  private List<PushedPredicate> with(PushedPredicate more) {
    return Stream.concat(toWire.stream(), Stream.of(more)).toList();
  }
}
