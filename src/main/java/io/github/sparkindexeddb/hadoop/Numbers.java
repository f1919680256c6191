// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import java.math.BigDecimal;

/** Parses numbers as JavaScript writes them. */
final class Numbers {
  /** More digits may be more than a long, or than a double, holds exactly. */
  private static final int MAX_EXACT_DIGITS = 15;

  /** Most characters of a number, and digits of its plain form: a double has up to 309 and 324. */
  private static final int MAX_CHARS = 400;

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = new double[MAX_EXACT_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Numbers() {}

  /** Returns the value of a number without fraction, or of a tagged bigint or -0. */
  static long integer(JsonSlice value) {
    if (value.isObject()) {
      return decimal(value).longValueExact();
    }
    byte[] bytes = value.bytes();
    int at = bytes[value.from()] == '-' ? value.from() + 1 : value.from();
    if (value.to() - at > MAX_EXACT_DIGITS) {
      return decimal(value).longValueExact();
    }
    long digits = 0;
    for (int i = at; i < value.to(); i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return decimal(value).longValueExact();
      }
      digits = digits * 10 + digit;
    }
    return at > value.from() ? -digits : digits;
  }

  /**
   * Returns the double of any number. Few digits are an exact double, and so is the power of ten to
   * divide them by; one division of both is rounded as it should be.
   */
  static double real(JsonSlice value) {
    if (value.isObject()) {
      return taggedReal(value);
    }
    byte[] bytes = value.bytes();
    boolean negative = bytes[value.from()] == '-';
    int at = negative ? value.from() + 1 : value.from();
    if (value.to() - at > MAX_EXACT_DIGITS) {
      return real(value.raw());
    }
    long digits = 0;
    int point = -1;
    for (int i = at; i < value.to(); i++) {
      if (bytes[i] == '.') {
        point = i;
      } else if (bytes[i] < '0' || bytes[i] > '9') {
        return real(value.raw());
      } else {
        digits = digits * 10 + bytes[i] - '0';
      }
    }
    double real = point < 0 ? digits : digits / POWERS[value.to() - point - 1];
    return negative ? -real : real;
  }

  private static double taggedReal(JsonSlice value) {
    return value
        .tagged("$number")
        .map(JsonSlice::text)
        .map(Numbers::real)
        .orElseGet(() -> decimal(value).doubleValue());
  }

  /** Returns the exact value of a number or a tagged bigint. */
  static BigDecimal decimal(JsonSlice value) {
    String text =
        value
            .tagged("$bigint")
            .or(() -> value.tagged("$number"))
            .map(JsonSlice::text)
            .orElseGet(value::raw);
    return decimal(text);
  }

  private static double real(String text) {
    requireFew(text);
    return Double.parseDouble(text);
  }

  /** What is no number would stand whole in an error. */
  private static void requireFew(String text) {
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a number has %s characters".formatted(text.length()));
    }
  }

  /** A number of few characters may be one of billions of digits, which arithmetic would write. */
  private static BigDecimal decimal(String text) {
    requireFew(text);
    BigDecimal decimal = new BigDecimal(text);
    if (Math.abs((long) decimal.scale()) > MAX_CHARS) {
      throw new IllegalArgumentException("a number has the exponent " + -(long) decimal.scale());
    }
    return decimal;
  }
}
