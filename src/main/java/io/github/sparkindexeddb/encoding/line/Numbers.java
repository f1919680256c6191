// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Numbers of a tape, and how JavaScript writes them. */
public final class Numbers {
  /** The greatest number below which there is a number for each integer. */
  public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  /** A long has room for so many digits of any kind. */
  private static final int MAX_LONG_DIGITS = 18;

  /** So many digits are an exact double. */
  private static final int MAX_EXACT_DIGITS = 15;

  /** Most digits that tell a double from every other one. */
  private static final int MAX_DIGITS = 17;

  /** JavaScript writes numbers with an exponent from this power of ten on, and below the other. */
  private static final int MAX_PLAIN = 21;

  private static final int MIN_PLAIN = -6;

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = new double[MAX_EXACT_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Numbers() {}

  /** Returns whether a number is written as the digits of an integer, few enough for a long. */
  public static boolean isInteger(RecordTape tape, int number) {
    byte[] text = tape.text();
    int at = tape.start(number) + (text[tape.start(number)] == '-' ? 1 : 0);
    int end = tape.end(number);
    if (end - at > MAX_LONG_DIGITS) {
      return false;
    }
    while (at < end && text[at] >= '0') {
      at++;
    }
    return at == end;
  }

  /** Returns the value of a number that {@link #isInteger}. */
  public static long integer(RecordTape tape, int number) {
    byte[] text = tape.text();
    int start = tape.start(number);
    boolean isNegative = text[start] == '-';
    long digits = 0;
    for (int at = isNegative ? start + 1 : start; at < tape.end(number); at++) {
      digits = digits * 10 + text[at] - '0';
    }
    return isNegative ? -digits : digits;
  }

  /**
   * Returns the double of a number. Few digits are an exact double, and so is the power of ten to
   * divide them by; one division of both is rounded as it should be.
   */
  public static double real(RecordTape tape, int number) {
    if (tape.kind(number) == Token.SPECIAL_NUMBER) {
      return Double.parseDouble(Strings.exact(tape, tape.tagged(number)));
    }
    byte[] text = tape.text();
    int start = tape.start(number);
    boolean isNegative = text[start] == '-';
    int at = isNegative ? start + 1 : start;
    int end = tape.end(number);
    if (end - at > MAX_EXACT_DIGITS) {
      return Double.parseDouble(text(tape, number));
    }
    long digits = 0;
    int point = -1;
    for (; at < end; at++) {
      if (text[at] == '.') {
        point = at;
      } else if (text[at] < '0' || text[at] > '9') {
        return Double.parseDouble(text(tape, number));
      } else {
        digits = digits * 10 + text[at] - '0';
      }
    }
    double real = point < 0 ? digits : digits / POWERS[end - point - 1];
    return isNegative ? -real : real;
  }

  /**
   * Returns whether the value is an integer that a long holds: a safe one if it is a number, which
   * otherwise may stand for another.
   */
  public static boolean isLong(RecordTape tape, int value) {
    Token kind = tape.kind(value);
    if (kind == Token.NUMBER) {
      if (isInteger(tape, value)) {
        return Math.abs(integer(tape, value)) <= MAX_SAFE_INTEGER;
      }
      double real = real(tape, value);
      boolean isSafe = real == Math.rint(real) && Math.abs(real) <= MAX_SAFE_INTEGER;
      return isSafe && Double.doubleToRawLongBits(real) != Long.MIN_VALUE;
    }
    return kind == Token.BIGINT && isLongBigInt(tape, tape.tagged(value));
  }

  private static boolean isLongBigInt(RecordTape tape, int digits) {
    int length = tape.end(digits) - tape.start(digits);
    return isInteger(tape, digits)
        || length <= MAX_LONG_DIGITS + 2
            && new BigInteger(text(tape, digits)).bitLength() < Long.SIZE;
  }

  /** Returns the value of what {@link #isLong}. */
  public static long longValue(RecordTape tape, int value) {
    int number = tape.kind(value) == Token.BIGINT ? tape.tagged(value) : value;
    if (isInteger(tape, number)) {
      return integer(tape, number);
    }
    return number == value ? (long) real(tape, value) : Long.parseLong(text(tape, number));
  }

  /** Returns a number as JavaScript writes it. */
  public static String text(RecordTape tape, int number) {
    int start = tape.start(number);
    return new String(tape.text(), start, tape.end(number) - start, StandardCharsets.ISO_8859_1);
  }

  static boolean isSpecial(RecordTape tape, int string) {
    return switch (Strings.exact(tape, string)) {
      case "NaN", "Infinity", "-Infinity", "-0" -> true;
      default -> false;
    };
  }

  /** Returns whether a string is an integer as JavaScript writes it, of any length. */
  static boolean isBigInt(RecordTape tape, int string) {
    byte[] text = tape.text();
    int start = tape.start(string);
    int end = tape.end(string);
    boolean isNegative = start < end && text[start] == '-';
    int first = isNegative ? start + 1 : start;
    int at = first;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    boolean startsWithZero = first < end && text[first] == '0';
    return at == end && at > first && (!startsWithZero || end - first == 1 && !isNegative);
  }

  /**
   * Returns a finite number as JavaScript writes it (ECMAScript, Number::toString): of the shortest
   * digits that make it the nearest to it.
   */
  public static String javaScript(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= MAX_SAFE_INTEGER) {
      return String.valueOf((long) value);
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    // Where the point is, counted from the first digit.
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + placed(digits, point);
  }

  private static String placed(String digits, int point) {
    if (digits.length() <= point && point <= MAX_PLAIN) {
      return digits + "0".repeat(point - digits.length());
    }
    if (point > 0 && point <= MAX_PLAIN) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (point > MIN_PLAIN && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MAX_DIGITS; digits++) {
      BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
      BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
      boolean isBelow = below.doubleValue() == value;
      boolean isAbove = above.doubleValue() == value;
      if (isBelow && isAbove) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      }
      if (isBelow || isAbove) {
        return isBelow ? below : above;
      }
    }
    return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
  }
}
