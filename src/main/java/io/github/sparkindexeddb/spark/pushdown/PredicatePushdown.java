// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.spark.pushdown.PushableFields.Field;
import io.github.sparkindexeddb.wire.query.Literal;
import io.github.sparkindexeddb.wire.query.Predicate;
import io.github.sparkindexeddb.wire.query.Predicate.Comparator;
import io.github.sparkindexeddb.wire.query.Predicate.Place;
import io.github.sparkindexeddb.wire.query.Reference;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;

/**
 * Decides which conditions of a query browsers test. What is pushed is tested there to the end, by
 * Spark's rules; how, each browser decides. Whatever is not known here is left to Spark.
 */
public final class PredicatePushdown {
  private final PushableFields fields;

  PredicatePushdown(PushableFields fields) {
    this.fields = fields;
  }

  /** The one decision about a condition. */
  Verdict<Predicate> judge(org.apache.spark.sql.connector.expressions.filter.Predicate condition) {
    // Spark writes down what is pushed.
    if (SparkLiterals.isUnwritable(condition)) {
      return Verdict.left("it holds a null among bytes");
    }
    return of(condition)
        .then(
            predicate ->
                Verdict.pushed(predicate)
                    // One more level, and a share of the parts, are for conditions beside it.
                    .unless(predicate.levels() >= Predicate.MOST_LEVELS, "it is nested too deeply")
                    .unless(predicate.parts() >= Predicate.MOST_PARTS, "it is too long"));
  }

  private Verdict<Predicate> of(Expression expression) {
    if (!(expression
        instanceof org.apache.spark.sql.connector.expressions.filter.Predicate condition)) {
      return Verdict.left("browsers compute no '" + expression + "'");
    }
    Expression[] parts = condition.children();
    return switch (condition.name()) {
      case "AND" -> combined(condition, Predicate.And::new);
      case "OR" -> combined(condition, Predicate.Or::new);
      case "NOT" -> of(parts[0]).map(Predicate.Not::new);
      case "ALWAYS_TRUE" -> Verdict.pushed(new Predicate.Always(Optional.of(true)));
      case "ALWAYS_FALSE" -> Verdict.pushed(new Predicate.Always(Optional.of(false)));
      case "IS_NULL" -> fields.find(parts[0]).map(Field::reference).map(Predicate.IsNull::new);
      case "IS_NOT_NULL" ->
          fields.find(parts[0]).map(Field::reference).map(Predicate.IsNotNull::new);
      case "IN" -> in(parts);
      case "STARTS_WITH" -> text(Place.START, parts);
      case "ENDS_WITH" -> text(Place.END, parts);
      case "CONTAINS" -> text(Place.ANYWHERE, parts);
      case "<>" -> compared(Comparator.EQUAL, parts).map(Predicate.Not::new);
      default ->
          Comparator.of(condition.name())
              .map(comparator -> compared(comparator, parts))
              .orElseGet(() -> Verdict.left("browsers know no '" + condition.name() + "'"));
    };
  }

  private Verdict<Predicate> combined(
      Expression condition, Function<List<Predicate>, Predicate> combine) {
    return Verdict.all(operands(condition).stream().map(this::of).toList()).map(combine);
  }

  /**
   * Of a chain of conditions of one kind, which Spark makes of pairs: {@code ((a OR b) OR c) OR d}.
   */
  private static List<Expression> operands(Expression condition) {
    Deque<Expression> open = new ArrayDeque<>(List.of(condition));
    List<Expression> operands = new ArrayList<>();
    while (!open.isEmpty()) {
      Expression next = open.pop();
      if (next.getClass() == condition.getClass()) {
        Expression[] pair = next.children();
        for (int i = pair.length - 1; i >= 0; i--) {
          open.push(pair[i]);
        }
      } else {
        operands.add(next);
      }
    }
    return operands;
  }

  private Verdict<Predicate> compared(Comparator comparator, Expression[] sides) {
    boolean flipped = sides[0] instanceof org.apache.spark.sql.connector.expressions.Literal;
    Expression field = sides[flipped ? 1 : 0];
    Expression value = sides[flipped ? 0 : 1];
    Comparator meant = flipped ? comparator.flipped() : comparator;
    return fields
        .find(field)
        .then(
            found ->
                SparkLiterals.toWire(value, found.type())
                    .map(literal -> comparison(meant, found.reference(), literal)));
  }

  private static Predicate comparison(Comparator comparator, Reference field, Literal value) {
    return value.isNull() && comparator != Comparator.SAME
        ? new Predicate.Always(Optional.empty())
        : new Predicate.Comparison(comparator, field, value);
  }

  private Verdict<Predicate> in(Expression[] parts) {
    return fields
        .find(parts[0])
        .then(
            field ->
                Verdict.all(
                        Arrays.stream(parts)
                            .skip(1)
                            .map(value -> SparkLiterals.toWire(value, field.type()))
                            .toList())
                    .map(values -> new Predicate.In(field.reference(), values)));
  }

  private Verdict<Predicate> text(Place place, Expression[] parts) {
    return fields
        .find(parts[0])
        .then(field -> Verdict.pushed(field).unless(!isText(field.type()), "it is no string"))
        .then(
            field ->
                SparkLiterals.toWire(parts[1], field.type())
                    .map(
                        value ->
                            value.isNull()
                                ? new Predicate.Always(Optional.empty())
                                : new Predicate.HasText(
                                    place, field.reference(), value.json().asText())));
  }

  private static boolean isText(Type type) {
    return Stream.of(Type.Scalar.STRING, Type.Scalar.TEXT, Type.Scalar.JSON).anyMatch(type::equals);
  }
}
