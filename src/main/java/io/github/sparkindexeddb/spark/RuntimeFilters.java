// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.wire.Predicate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;

/**
 * Makes conditions of what the other side of a join turns out to hold. They only narrow: Spark
 * joins what comes.
 */
final class RuntimeFilters {
  /** Of more values than these only the least and the greatest are sent. */
  private static final int MOST_VALUES = 1_000;

  private final PredicatePushdown predicates;

  RuntimeFilters(PredicatePushdown predicates) {
    this.predicates = predicates;
  }

  /** As much of it as browsers can test. */
  Optional<Predicate> narrowing(
      org.apache.spark.sql.connector.expressions.filter.Predicate filter) {
    Verdict<Predicate> verdict =
        filter.name().equals("IN") ? in(filter.children()) : predicates.judge(filter);
    return verdict instanceof Verdict.Pushed<Predicate> pushed
        ? Optional.of(pushed.value())
        : Optional.empty();
  }

  private Verdict<Predicate> in(Expression[] parts) {
    List<Expression> values =
        Arrays.stream(parts)
            .skip(1)
            .filter(value -> !(value instanceof Literal<?> literal && literal.value() == null))
            .distinct()
            .toList();
    if (values.isEmpty()) {
      return Verdict.pushed(new Predicate.Always(Optional.of(false)));
    }
    return values.size() <= MOST_VALUES
        ? condition("IN", Stream.concat(Stream.of(parts[0]), values.stream()))
        : between(parts[0], values);
  }

  // All are comparable, and of the type of one column.
  @SuppressWarnings("unchecked")
  private Verdict<Predicate> between(Expression field, List<Expression> values) {
    if (!values.stream().allMatch(RuntimeFilters::isComparable)) {
      return Verdict.left("values of its type have no order here");
    }
    Comparator<Expression> order =
        Comparator.comparing(value -> (Comparable<Object>) ((Literal<?>) value).value());
    return condition(">=", Stream.of(field, values.stream().min(order).orElseThrow()))
        .then(
            atLeast ->
                condition("<=", Stream.of(field, values.stream().max(order).orElseThrow()))
                    .map(atMost -> new Predicate.And(List.of(atLeast, atMost))));
  }

  private static boolean isComparable(Expression value) {
    return value instanceof Literal<?> literal && literal.value() instanceof Comparable;
  }

  private Verdict<Predicate> condition(String name, Stream<Expression> parts) {
    return predicates.judge(
        new org.apache.spark.sql.connector.expressions.filter.Predicate(
            name, parts.toArray(Expression[]::new)));
  }
}
