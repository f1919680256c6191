// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * One literal as engines write it.
 *
 * @param tez absent if the literal is null, or another one once it has the column's type
 */
record Literal(Column spark, Optional<Object> tez) {
  /** A value in the type of a column. */
  static Literal of(Object value, Reference reference) {
    Optional<Object> typed = typed(value, reference);
    return new Literal(
        functions.lit(typed.orElse(null)).cast(reference.type()), typed.map(Literal::tez));
  }

  /** A value as one of a column; empty if it does not fit. */
  static Optional<Object> typed(Object value, Reference reference) {
    if (value instanceof BigDecimal decimal && !fits(decimal, reference)) {
      return Optional.empty();
    }
    return Optional.of(
        reference.is(DataTypes.FloatType) ? (Object) ((Number) value).floatValue() : value);
  }

  private static Object tez(Object value) {
    if (value instanceof LocalDate date) {
      return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return value instanceof LocalDateTime time ? time.toInstant(ZoneOffset.UTC) : value;
  }

  /** Spark rounds what has more places, and makes null of what has more digits. */
  private static boolean fits(BigDecimal value, Reference reference) {
    return reference.type() instanceof DecimalType type
        && value.stripTrailingZeros().scale() <= type.scale()
        && value.precision() - value.scale() <= type.precision() - type.scale();
  }
}
