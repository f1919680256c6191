// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.query.ComparisonOperator;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.NumberDomain;
import io.github.sparkindexeddb.wire.query.NumberDomain.Place;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Binds literals to one column's type. A number or instant that the column cannot hold moves to the
 * next value that it can, or makes a comparison that is the same for all values, so that {@code
 * total > 10.5} means the same whether the store happened to hold integers or not.
 */
record LiteralBinder(FieldReference column, Type type) {
  /** A longer fraction in JSON is meant to the last digit; no double needs more. */
  private static final int MAX_DOUBLE_DIGITS = 17;

  /** Makes the error about a value that cannot be compared with the column. */
  interface Mismatch extends BiFunction<FieldReference, JsonNode, IndexedDbException> {}

  static boolean isText(Type type) {
    return type == Scalar.STRING || type == Scalar.TEXT || type == Scalar.JSON;
  }

  /** Returns the comparison of the column with a value. */
  PushedPredicate compared(ComparisonOperator operator, JsonNode value, Mismatch mismatch) {
    return place(value, mismatch)
        .map(place -> place.compared(operator, column))
        .orElseGet(
            () ->
                new PushedPredicate.Comparison(
                    operator, column, exact(value, mismatch).orElseThrow()));
  }

  /** Returns the literal; empty if no value of the column can be equal to it. */
  Optional<PushedLiteral> exact(JsonNode value, Mismatch mismatch) {
    Optional<Place> place = place(value, mismatch);
    if (place.isPresent()) {
      return place.filter(Place::isValue).flatMap(Place::floor);
    }
    return Optional.of(other(value).orElseThrow(() -> mismatch.apply(column, value)));
  }

  /** Returns where a value lies in the column's type; empty if these two have no numeric order. */
  private Optional<Place> place(JsonNode value, Mismatch mismatch) {
    try {
      return NumberDomain.ofNumbers(type)
          .flatMap(domain -> number(value, domain))
          .or(() -> NumberDomain.ofTimes(type).flatMap(domain -> time(value, domain)));
    } catch (NumberFormatException e) {
      throw mismatch.apply(column, value);
    }
  }

  private Optional<Place> number(JsonNode value, NumberDomain domain) {
    Optional<String> real = tagged(value, "$number");
    if (real.isPresent()) {
      return real.map(text -> real(text, domain));
    }
    if (isReal() && value.isBigDecimal() && isDouble(value.decimalValue())) {
      return Optional.of(domain.of(value.doubleValue()));
    }
    return value.isNumber()
        ? Optional.of(domain.of(value.decimalValue()))
        : tagged(value, "$decimal")
            .or(() -> tagged(value, "$bigint"))
            .map(digits -> domain.of(new BigDecimal(digits)));
  }

  /** A double is a decimal in its decimal form, as it is in the records (types.md). */
  private Place real(String text, NumberDomain domain) {
    double real = Double.parseDouble(text);
    return type instanceof Type.Decimal && Double.isFinite(real)
        ? domain.of(new BigDecimal(text))
        : domain.of(real);
  }

  private boolean isReal() {
    return type == Scalar.FLOAT || type == Scalar.DOUBLE;
  }

  /** Returns whether a fraction in JSON is the double that other parsers would make of it. */
  private static boolean isDouble(BigDecimal fraction) {
    return fraction.precision() <= MAX_DOUBLE_DIGITS && Double.isFinite(fraction.doubleValue());
  }

  private static Optional<Place> time(JsonNode value, NumberDomain domain) {
    return Optional.ofNullable(value.get("$date"))
        .filter(JsonNode::isNumber)
        .map(millis -> domain.of(millis.decimalValue()));
  }

  private Optional<PushedLiteral> other(JsonNode value) {
    if (type == Scalar.BOOLEAN && value.isBoolean()) {
      return Optional.of(PushedLiteral.of(value.asBoolean()));
    }
    if (isText(type) && value.isTextual()) {
      return Optional.of(PushedLiteral.of(value.asText()));
    }
    return type == Scalar.BINARY
        ? tagged(value, "$binary").flatMap(LiteralBinder::bytes)
        : Optional.empty();
  }

  private static Optional<PushedLiteral> bytes(String base64) {
    try {
      return Optional.of(PushedLiteral.of(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> tagged(JsonNode value, String tag) {
    return Optional.ofNullable(value.get(tag)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
