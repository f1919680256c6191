// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.query.ComparisonOperator;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Binds literals to one column's type. A number between two that the column can hold moves to the
 * next one, so that {@code total > 10.5} means the same whether the store happened to hold integers
 * or not.
 */
record LiteralBinder(FieldReference column, Type type) {
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000);
  private static final BigDecimal MILLIS_OF_DAY = BigDecimal.valueOf(86_400_000);

  /** Makes the error about a value that cannot be compared with the column. */
  interface Mismatch extends BiFunction<FieldReference, JsonNode, IndexedDbException> {}

  static boolean isText(Type type) {
    return type == Scalar.STRING || type == Scalar.TEXT || type == Scalar.JSON;
  }

  /** Returns the comparison of the column with a value. */
  PushedPredicate compared(ComparisonOperator operator, JsonNode value, Mismatch mismatch) {
    Optional<BigDecimal> steps = steps(value);
    if (steps.isEmpty() || isWhole(steps.get())) {
      return exact(value, mismatch)
          .<PushedPredicate>map(
              literal -> new PushedPredicate.Comparison(operator, column, literal))
          .orElseGet(this::never);
    }
    return switch (operator) {
      case LESS, LESS_OR_EQUAL ->
          rounded(ComparisonOperator.LESS_OR_EQUAL, steps.get(), value, mismatch);
      case GREATER, GREATER_OR_EQUAL ->
          rounded(ComparisonOperator.GREATER_OR_EQUAL, steps.get(), value, mismatch);
      default -> never();
    };
  }

  private PushedPredicate rounded(
      ComparisonOperator operator, BigDecimal steps, JsonNode value, Mismatch mismatch) {
    RoundingMode rounding =
        operator == ComparisonOperator.LESS_OR_EQUAL ? RoundingMode.FLOOR : RoundingMode.CEILING;
    return new PushedPredicate.Comparison(
        operator, column, whole(steps.setScale(0, rounding), value, mismatch));
  }

  /** Returns the literal; empty if no value of the column can be equal to it. */
  Optional<PushedLiteral> exact(JsonNode value, Mismatch mismatch) {
    Optional<BigDecimal> steps = steps(value);
    if (steps.isPresent()) {
      return steps.filter(LiteralBinder::isWhole).map(whole -> whole(whole, value, mismatch));
    }
    return Optional.of(other(value).orElseThrow(() -> mismatch.apply(column, value)));
  }

  /** Returns the predicate that is false for every value, and null for null. */
  PushedPredicate never() {
    return new PushedPredicate.And(
        List.of(new PushedPredicate.IsNull(column), new PushedPredicate.Always(Optional.empty())));
  }

  /** Returns the value in the smallest steps of the column's type; empty for other types. */
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

  private PushedLiteral whole(BigDecimal steps, JsonNode value, Mismatch mismatch) {
    try {
      boolean wide =
          type == Scalar.BIGINT || type == Scalar.TIMESTAMP || type == Scalar.TIMESTAMP_NTZ;
      return wide
          ? PushedLiteral.of(steps.longValueExact())
          : PushedLiteral.of(steps.intValueExact());
    } catch (ArithmeticException e) {
      throw mismatch.apply(column, value);
    }
  }

  private Optional<PushedLiteral> other(JsonNode value) {
    if (type == Scalar.BOOLEAN && value.isBoolean()) {
      return Optional.of(PushedLiteral.of(value.asBoolean()));
    }
    if (type == Scalar.FLOAT || type == Scalar.DOUBLE) {
      return real(value);
    }
    if (isText(type) && value.isTextual()) {
      return Optional.of(PushedLiteral.of(value.asText()));
    }
    if (type instanceof Type.Decimal) {
      return decimal(value).map(PushedLiteral::of);
    }
    return type == Scalar.BINARY
        ? tagged(value, "$binary").map(PushedLiteral::new)
        : Optional.empty();
  }

  private static Optional<PushedLiteral> real(JsonNode value) {
    return tagged(value, "$number")
        .map(text -> Double.parseDouble(text.asText()))
        .or(() -> decimal(value).map(BigDecimal::doubleValue))
        .map(PushedLiteral::of);
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
