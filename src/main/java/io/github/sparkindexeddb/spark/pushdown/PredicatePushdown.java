// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.spark.pushdown.PushableFields.Field;
import io.github.sparkindexeddb.wire.query.ComparisonOperator;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.PushedPredicate.Place;
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
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Decides which conditions of a query browsers test. What is pushed is tested there to the end, by
 * Spark's rules; how, each browser decides. Whatever is not known here is left to Spark.
 */
public final class PredicatePushdown {
  private final PushableFields fields;

  PredicatePushdown(PushableFields fields) {
    this.fields = fields;
  }

  /** Decides whether browsers test a condition. */
  PushdownDecision<PushedPredicate> decide(Predicate condition) {
    // Spark writes down what is pushed.
    if (SparkLiterals.isUnwritable(condition)) {
      return PushdownDecision.residual("it holds a null among bytes");
    }
    return of(condition)
        .then(
            predicate ->
                PushdownDecision.pushed(predicate)
                    // One more level, and a share of the parts, are for conditions beside it.
                    .unless(
                        predicate.levels() >= PushedPredicate.MAX_PREDICATE_LEVELS,
                        "it is nested too deeply")
                    .unless(!PushedPredicate.fitTogether(List.of(predicate)), "it is too long"));
  }

  private PushdownDecision<PushedPredicate> of(Expression expression) {
    if (!(expression instanceof Predicate condition)) {
      return PushdownDecision.residual("browsers compute no '%s'".formatted(expression));
    }
    Expression[] parts = condition.children();
    return switch (condition.name()) {
      case "AND" -> combined(condition, PushedPredicate.And::new);
      case "OR" -> combined(condition, PushedPredicate.Or::new);
      case "NOT" -> of(parts[0]).map(PushedPredicate.Not::new);
      case "ALWAYS_TRUE" -> PushdownDecision.pushed(new PushedPredicate.Always(Optional.of(true)));
      case "ALWAYS_FALSE" ->
          PushdownDecision.pushed(new PushedPredicate.Always(Optional.of(false)));
      case "IS_NULL" ->
          fields.find(parts[0]).map(Field::reference).map(PushedPredicate.IsNull::new);
      case "IS_NOT_NULL" ->
          fields.find(parts[0]).map(Field::reference).map(PushedPredicate.IsNotNull::new);
      case "IN" -> in(parts);
      case "STARTS_WITH" -> text(Place.START, parts);
      case "ENDS_WITH" -> text(Place.END, parts);
      case "CONTAINS" -> text(Place.ANYWHERE, parts);
      case "<>" -> compared(ComparisonOperator.EQUAL, parts).map(PushedPredicate.Not::new);
      default ->
          ComparisonOperator.of(condition.name())
              .map(operator -> compared(operator, parts))
              .orElseGet(
                  () ->
                      PushdownDecision.residual(
                          "browsers know no '%s'".formatted(condition.name())));
    };
  }

  private PushdownDecision<PushedPredicate> combined(
      Expression condition, Function<List<PushedPredicate>, PushedPredicate> combine) {
    return PushdownDecision.all(operands(condition).stream().map(this::of).toList()).map(combine);
  }

  /**
   * Returns the operands of a chain of conditions of one kind, which Spark makes of pairs: {@code
   * ((a OR b) OR c) OR d}.
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

  private PushdownDecision<PushedPredicate> compared(
      ComparisonOperator operator, Expression[] sides) {
    boolean flipped = sides[0] instanceof Literal;
    Expression field = sides[flipped ? 1 : 0];
    Expression value = sides[flipped ? 0 : 1];
    ComparisonOperator fieldFirst = flipped ? operator.flipped() : operator;
    return fields
        .find(field)
        .then(
            found ->
                SparkLiterals.toWire(value, found.type())
                    .map(literal -> comparison(fieldFirst, found.reference(), literal)));
  }

  private static PushedPredicate comparison(
      ComparisonOperator operator, FieldReference field, PushedLiteral value) {
    return value.isNull() && operator != ComparisonOperator.SAME
        ? new PushedPredicate.Always(Optional.empty())
        : new PushedPredicate.Comparison(operator, field, value);
  }

  private PushdownDecision<PushedPredicate> in(Expression[] parts) {
    return fields
        .find(parts[0])
        .then(
            field ->
                PushdownDecision.all(
                        Arrays.stream(parts)
                            .skip(1)
                            .map(value -> SparkLiterals.toWire(value, field.type()))
                            .toList())
                    .map(values -> new PushedPredicate.In(field.reference(), values)));
  }

  private PushdownDecision<PushedPredicate> text(Place place, Expression[] parts) {
    return fields
        .find(parts[0])
        .then(
            field ->
                PushdownDecision.pushed(field).unless(!isText(field.type()), "it is no string"))
        .then(
            field ->
                SparkLiterals.toWire(parts[1], field.type())
                    .map(
                        value ->
                            value.isNull()
                                ? new PushedPredicate.Always(Optional.empty())
                                : new PushedPredicate.HasText(
                                    place, field.reference(), value.json().asText())));
  }

  private static boolean isText(Type type) {
    return Stream.of(Type.Scalar.STRING, Type.Scalar.TEXT, Type.Scalar.JSON).anyMatch(type::equals);
  }
}
