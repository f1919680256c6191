// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.query.Literal;
import io.github.sparkindexeddb.wire.query.Predicate;
import io.github.sparkindexeddb.wire.query.Predicate.Comparator;
import io.github.sparkindexeddb.wire.query.Reference;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Literals of one column's type. A number between two that the column can hold moves to the next
 * one, so that {@code total > 10.5} means the same whether the store happened to hold integers or
 * not.
 */
record TypedLiteral(Reference column, Type type) {
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000);
  private static final BigDecimal MILLIS_OF_DAY = BigDecimal.valueOf(86_400_000);

  /** Says that a value does not go with the column. */
  interface Mismatch extends BiFunction<Reference, JsonNode, IndexedDbException> {}

  static boolean isText(Type type) {
    return type == Scalar.STRING || type == Scalar.TEXT || type == Scalar.JSON;
  }

  Predicate compared(Comparator comparator, JsonNode value, Mismatch mismatch) {
    Optional<BigDecimal> steps = steps(value);
    if (steps.isEmpty() || isWhole(steps.get())) {
      return exact(value, mismatch)
          .<Predicate>map(literal -> new Predicate.Comparison(comparator, column, literal))
          .orElseGet(this::never);
    }
    return switch (comparator) {
      case LESS, LESS_OR_EQUAL -> rounded(Comparator.LESS_OR_EQUAL, steps.get(), value, mismatch);
      case GREATER, GREATER_OR_EQUAL ->
          rounded(Comparator.GREATER_OR_EQUAL, steps.get(), value, mismatch);
      default -> never();
    };
  }

  private Predicate rounded(
      Comparator comparator, BigDecimal steps, JsonNode value, Mismatch mismatch) {
    RoundingMode rounding =
        comparator == Comparator.LESS_OR_EQUAL ? RoundingMode.FLOOR : RoundingMode.CEILING;
    return new Predicate.Comparison(
        comparator, column, whole(steps.setScale(0, rounding), value, mismatch));
  }

  /** The literal; absent if no value of the column can be equal to it. */
  Optional<Literal> exact(JsonNode value, Mismatch mismatch) {
    Optional<BigDecimal> steps = steps(value);
    if (steps.isPresent()) {
      return steps.filter(TypedLiteral::isWhole).map(whole -> whole(whole, value, mismatch));
    }
    return Optional.of(other(value).orElseThrow(() -> mismatch.apply(column, value)));
  }

  /** False for every value, null for null. */
  Predicate never() {
    return new Predicate.And(
        List.of(new Predicate.IsNull(column), new Predicate.Always(Optional.empty())));
  }

  /** A number of the smallest steps that the column's type makes; absent for other types. */
  private Optional<BigDecimal> steps(JsonNode value) {
    if (type == Scalar.TINYINT
        || type == Scalar.SMALLINT
        || type == Scalar.INT
        || type == Scalar.BIGINT) {
      return decimal(value);
    }
    Optional<BigDecimal> millis =
        tagged(value, "$date").filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    if (type == Scalar.TIMESTAMP || type == Scalar.TIMESTAMP_NTZ) {
      return millis.map(MICROS::multiply);
    }
    return type == Scalar.DATE
        ? millis.map(each -> each.divide(MILLIS_OF_DAY, 20, RoundingMode.HALF_EVEN))
        : Optional.empty();
  }

  private static boolean isWhole(BigDecimal steps) {
    return steps.stripTrailingZeros().scale() <= 0;
  }

  private Literal whole(BigDecimal steps, JsonNode value, Mismatch mismatch) {
    try {
      boolean wide =
          type == Scalar.BIGINT || type == Scalar.TIMESTAMP || type == Scalar.TIMESTAMP_NTZ;
      return wide ? Literal.of(steps.longValueExact()) : Literal.of(steps.intValueExact());
    } catch (ArithmeticException e) {
      throw mismatch.apply(column, value);
    }
  }

  private Optional<Literal> other(JsonNode value) {
    if (type == Scalar.BOOLEAN && value.isBoolean()) {
      return Optional.of(Literal.of(value.asBoolean()));
    }
    if (type == Scalar.FLOAT || type == Scalar.DOUBLE) {
      return real(value);
    }
    if (isText(type) && value.isTextual()) {
      return Optional.of(Literal.of(value.asText()));
    }
    if (type instanceof Type.Decimal) {
      return decimal(value).map(Literal::of);
    }
    return type == Scalar.BINARY ? tagged(value, "$binary").map(Literal::new) : Optional.empty();
  }

  private static Optional<Literal> real(JsonNode value) {
    return tagged(value, "$number")
        .map(text -> Double.parseDouble(text.asText()))
        .or(() -> decimal(value).map(BigDecimal::doubleValue))
        .map(Literal::of);
  }

  private static Optional<BigDecimal> decimal(JsonNode value) {
    return value.isNumber()
        ? Optional.of(value.decimalValue())
        : tagged(value, "$decimal")
            .or(() -> tagged(value, "$bigint"))
            .map(digits -> new BigDecimal(digits.asText()));
  }

  private static Optional<JsonNode> tagged(JsonNode value, String tag) {
    return Optional.ofNullable(value.get(tag));
  }
}
