// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import java.nio.ByteBuffer;

/**
 * Whether bytes are UTF-8 (RFC 3629, section 4): in other bytes one decoder sees a quote or the end
 * of a line where another sees none. Confined to one thread.
 */
final class Utf8Check {
  private static final int MIN_TRAILING = 0x80;
  private static final int MAX_TRAILING = 0xBF;
  private static final int MAX_BYTES = 4;

  /** How many bytes the character still needs. */
  private int needed;

  private int min;
  private int max;

  /**
   * Returns the index up to which there are characters of two and three bytes, which most of those
   * are that are not ASCII. What is anything else is for {@link #accepts} to tell.
   */
  static int skipCharacters(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (to - at >= MAX_BYTES) {
      int length = length(bytes.get(at) & 0xFF, bytes.get(at + 1), bytes.get(at + 2));
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return at;
  }

  /** Returns how many bytes are such a character; 0 if they may be none. */
  private static int length(int first, byte second, byte third) {
    if (first >= 0xC2 && first <= 0xDF) {
      return isTrailing(second) ? 2 : 0;
    }
    boolean fits = first > 0xE0 && first < 0xF0 && first != 0xED;
    return fits && isTrailing(second) && isTrailing(third) ? 3 : 0;
  }

  private static boolean isTrailing(byte next) {
    return next <= (byte) MAX_TRAILING;
  }

  /** Returns whether a character is begun and not ended. */
  boolean isInside() {
    return needed > 0;
  }

  /** Returns whether the byte may follow those before it. */
  boolean accepts(byte next) {
    int unit = next & 0xFF;
    if (needed == 0) {
      return next >= 0 || begins(unit);
    }
    boolean fits = unit >= min && unit <= max;
    needed--;
    min = MIN_TRAILING;
    max = MAX_TRAILING;
    return fits;
  }

  /** The second byte rules out long forms of short characters, halves of pairs and what is none. */
  private boolean begins(int unit) {
    min = unit == 0xE0 ? 0xA0 : unit == 0xF0 ? 0x90 : MIN_TRAILING;
    max = unit == 0xED ? 0x9F : unit == 0xF4 ? 0x8F : MAX_TRAILING;
    needed = unit < 0xE0 ? 1 : unit < 0xF0 ? 2 : 3;
    return unit >= 0xC2 && unit <= 0xF4;
  }
}
