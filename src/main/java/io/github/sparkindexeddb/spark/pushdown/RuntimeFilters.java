// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.wire.query.PushedPredicate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Makes conditions of what the other side of a join turns out to hold. They only narrow: Spark
 * joins what comes.
 */
public final class RuntimeFilters {
  /** Of more values than these, or too long ones, only the least and the greatest are sent. */
  private static final int MAX_VALUES = 1_000;

  private final PredicatePushdown predicates;

  public RuntimeFilters(PredicatePushdown predicates) {
    this.predicates = predicates;
  }

  /** Returns as much of a filter as browsers can test, absent if that is nothing. */
  public Optional<PushedPredicate> narrowing(Predicate filter) {
    PushdownDecision<PushedPredicate> decision =
        filter.name().equals("IN") ? in(filter.children()) : predicates.decide(filter);
    return decision instanceof PushdownDecision.Pushed<PushedPredicate> pushed
        ? Optional.of(pushed.value())
        : Optional.empty();
  }

  private PushdownDecision<PushedPredicate> in(Expression[] parts) {
    List<Expression> values =
        Arrays.stream(parts)
            .skip(1)
            .filter(value -> !(value instanceof Literal<?> literal && literal.value() == null))
            .distinct()
            .toList();
    if (values.isEmpty()) {
      return PushdownDecision.pushed(new PushedPredicate.Always(Optional.of(false)));
    }
    PushdownDecision<PushedPredicate> each =
        values.size() <= MAX_VALUES
            ? condition("IN", Stream.concat(Stream.of(parts[0]), values.stream()))
            : PushdownDecision.residual("they are many");
    return each instanceof PushdownDecision.Pushed ? each : between(parts[0], values);
  }

  // All are comparable, and of the type of one column.
  @SuppressWarnings("unchecked")
  private PushdownDecision<PushedPredicate> between(Expression field, List<Expression> values) {
    if (!values.stream().allMatch(RuntimeFilters::isComparable)) {
      return PushdownDecision.residual("values of its type have no order here");
    }
    Comparator<Expression> order =
        Comparator.comparing(value -> (Comparable<Object>) ((Literal<?>) value).value());
    return condition(">=", Stream.of(field, values.stream().min(order).orElseThrow()))
        .then(
            atLeast ->
                condition("<=", Stream.of(field, values.stream().max(order).orElseThrow()))
                    .map(atMost -> new PushedPredicate.And(List.of(atLeast, atMost))));
  }

  private static boolean isComparable(Expression value) {
    return value instanceof Literal<?> literal && literal.value() instanceof Comparable;
  }

  private PushdownDecision<PushedPredicate> condition(String name, Stream<Expression> parts) {
    return predicates.decide(new Predicate(name, parts.toArray(Expression[]::new)));
  }
}
