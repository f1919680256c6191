// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Makes up literals: values that the data has, their neighbours, and values at the edges. */
final class LiteralGenerator {
  /** Microseconds, most of which lie between two Dates. */
  private static final List<Long> OFF_BY = List.of(1L, 500L, 999L, -1L, -999L, 1000L);

  private final SeededRandom seededRandom;

  LiteralGenerator(SeededRandom seededRandom) {
    this.seededRandom = seededRandom;
  }

  /** A literal of about the type of a column. */
  Literal literal(Reference reference) {
    if (seededRandom.chance(0.04) && reference.is(DataTypes.LongType, DataTypes.DoubleType)) {
      int number = seededRandom.between(-3, 300);
      return new Literal(functions.lit(number), Optional.of(number));
    } else if (seededRandom.chance(0.02)) {
      return nothing(reference);
    }
    return Literal.of(value(reference), reference);
  }

  /** Null, in the column's type. */
  static Literal nothing(Reference reference) {
    return new Literal(functions.lit(null).cast(reference.type()), Optional.empty());
  }

  /** A value of a column, near one, or at an edge of its type. */
  Object value(Reference reference) {
    Object value =
        reference.values().isEmpty() || seededRandom.chance(0.15)
            ? edge(reference)
            : seededRandom.oneOf(reference.values());
    return seededRandom.chance(reference.isTime() ? 0.25 : 0.6) ? value : neighbour(value);
  }

  private Object neighbour(Object value) {
    if (value instanceof Long number) {
      return number + seededRandom.oneOf(-1L, 1L);
    } else if (value instanceof Integer number) {
      return number + seededRandom.oneOf(-1, 1);
    } else if (value instanceof Short number) {
      return (short) (number + seededRandom.oneOf(-1, 1));
    } else if (value instanceof Byte number) {
      return (byte) (number + seededRandom.oneOf(-1, 1));
    } else if (value instanceof Double number) {
      return seededRandom.oneOf(Math.nextUp(number), Math.nextDown(number), -number, number + 1);
    } else if (value instanceof Float number) {
      return seededRandom.oneOf(Math.nextUp(number), Math.nextDown(number), -number, number + 1);
    } else if (value instanceof BigDecimal number) {
      return number.add(
          BigDecimal.valueOf(seededRandom.oneOf(-1L, 1L), Math.max(0, number.scale())));
    } else if (value instanceof Instant instant) {
      return instant.plus(seededRandom.oneOf(OFF_BY), ChronoUnit.MICROS);
    } else if (value instanceof LocalDateTime time) {
      return time.plus(seededRandom.oneOf(OFF_BY), ChronoUnit.MICROS);
    } else if (value instanceof LocalDate date) {
      return date.plusDays(seededRandom.oneOf(-1, 1));
    } else if (value instanceof String text) {
      return nextTo(text);
    }
    return value instanceof byte[] bytes ? nextTo(bytes) : value;
  }

  private String nextTo(String text) {
    String shorter =
        text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(text.length(), -1));
    return seededRandom.oneOf(
        shorter,
        text
            + seededRandom.oneOf(
                "\u0000", "a", "\ud7ff", "\ue000", "\ufffd", "\uffff", "\ud83d\ude00"),
        shorter + seededRandom.oneOf("\ud7ff", "\ue000", "\ufffd", "\uffff", "\ud800\udc00", "z"),
        text.toUpperCase(java.util.Locale.ROOT));
  }

  private byte[] nextTo(byte[] bytes) {
    return seededRandom.chance(0.5) || bytes.length == 0
        ? Arrays.copyOf(bytes, bytes.length + 1)
        : Arrays.copyOf(bytes, bytes.length - 1);
  }

  private Object edge(Reference reference) {
    if (reference.is(DataTypes.StringType)) {
      return seededRandom.oneOf(
          "", "a", "\ufffd", "\uffff", "a\ufffd", "\ue000", "\ud83d\ude00", "{\"");
    } else if (reference.is(DataTypes.DoubleType, DataTypes.FloatType)) {
      return seededRandom.oneOf(Double.NaN, -0.0, 0.0, 1 / 0.0, -1 / 0.0, 1e300);
    } else if (reference.is(DataTypes.TimestampType)) {
      return Instant.ofEpochMilli(seededRandom.oneOf(Edges.TIMES));
    } else if (reference.is(DataTypes.TimestampNTZType)) {
      Instant instant = Instant.ofEpochMilli(seededRandom.oneOf(Edges.TIMES));
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    } else if (reference.is(DataTypes.DateType)) {
      return LocalDate.ofEpochDay(
          seededRandom.oneOf(0L, 100_000_000L, -100_000_000L, 100_000_001L));
    } else if (reference.is(DataTypes.BinaryType)) {
      return new byte[] {(byte) seededRandom.between(0, 255)};
    } else if (reference.is(DataTypes.BooleanType)) {
      return seededRandom.chance(0.5);
    } else if (reference.type() instanceof DecimalType) {
      return new BigDecimal(seededRandom.oneOf("0", "1.5", "-0.01", "99999999.99"));
    }
    return edgeOfIntegers(reference);
  }

  private Object edgeOfIntegers(Reference reference) {
    if (reference.is(DataTypes.LongType)) {
      return seededRandom.oneOf(
          0L, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1, Long.MAX_VALUE, Long.MIN_VALUE);
    } else if (reference.is(DataTypes.IntegerType)) {
      return seededRandom.oneOf(0, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }
    return reference.is(DataTypes.ShortType)
        ? (Object) seededRandom.oneOf((short) 0, Short.MAX_VALUE)
        : seededRandom.oneOf((byte) 0, Byte.MAX_VALUE);
  }
}
