// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import java.nio.ByteBuffer;

/** Whether bytes are a number as JSON writes it (RFC 8259, section 6). Confined to one thread. */
final class JsonNumberCheck {
  private enum Part {
    SIGN,
    ZERO,
    INTEGER,
    POINT,
    FRACTION,
    EXPONENT,
    EXPONENT_SIGN,
    EXPONENT_DIGITS,
    /** A byte that is of no number. */
    NONE
  }

  private Part part = Part.NONE;

  /** Returns whether a number begins with the byte. */
  boolean begins(byte first) {
    part = first == '-' ? Part.SIGN : isDigit(first) ? integer(first) : Part.NONE;
    return part != Part.NONE;
  }

  /** Returns the index up to which there are digits where any number of them may be. */
  int skipDigits(ByteBuffer bytes, int from, int to) {
    int at = from;
    if (part == Part.INTEGER || part == Part.FRACTION) {
      while (at < to && isDigit(bytes.get(at))) {
        at++;
      }
    }
    return at;
  }

  /** Returns whether the number goes on with the byte. */
  boolean accepts(byte next) {
    Part after =
        switch (part) {
          case SIGN -> isDigit(next) ? integer(next) : Part.NONE;
          case ZERO -> afterInteger(next);
          case INTEGER -> isDigit(next) ? Part.INTEGER : afterInteger(next);
          case POINT -> isDigit(next) ? Part.FRACTION : Part.NONE;
          case FRACTION -> isDigit(next) ? Part.FRACTION : afterDigits(next);
          case EXPONENT -> next == '+' || next == '-' ? Part.EXPONENT_SIGN : exponentDigits(next);
          case EXPONENT_SIGN, EXPONENT_DIGITS -> exponentDigits(next);
          case NONE -> Part.NONE;
        };
    if (after != Part.NONE) {
      part = after;
    }
    return after != Part.NONE;
  }

  /** Returns whether the bytes so far are a number. */
  boolean isWhole() {
    return part == Part.ZERO
        || part == Part.INTEGER
        || part == Part.FRACTION
        || part == Part.EXPONENT_DIGITS;
  }

  private static Part integer(byte digit) {
    return digit == '0' ? Part.ZERO : Part.INTEGER;
  }

  private static Part afterInteger(byte next) {
    return next == '.' ? Part.POINT : afterDigits(next);
  }

  private static Part afterDigits(byte next) {
    return next == 'e' || next == 'E' ? Part.EXPONENT : Part.NONE;
  }

  private static Part exponentDigits(byte next) {
    return isDigit(next) ? Part.EXPONENT_DIGITS : Part.NONE;
  }

  private static boolean isDigit(byte next) {
    return next >= '0' && next <= '9';
  }
}
