// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import java.nio.ByteBuffer;

/** Looks at eight bytes at once: few bytes of a text mean something to its format. */
final class Words {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long SPACES = ' ' * ONES;
  private static final long QUOTES = '"' * ONES;

  private Words() {}

  /** Returns the word that has the byte eight times. */
  static long of(char ascii) {
    return ascii * ONES;
  }

  /**
   * Returns the index up to which there is text: whole characters of UTF-8, but no control
   * characters, quotes and one byte more. The last of them may be left for closer looks.
   *
   * @param other the word of that byte
   */
  static int skipText(ByteBuffer bytes, int from, int to, long other) {
    int at = from;
    while (at < to) {
      at = skipPlain(bytes, at, to, other);
      int rest = Math.min(to, at + Long.BYTES);
      while (at < rest && isPlain(bytes.get(at), (byte) other)) {
        at++;
      }
      if (at < rest) {
        int behind = Utf8Check.skipCharacters(bytes, at, to);
        if (behind == at) {
          return at;
        }
        at = behind;
      }
    }
    return at;
  }

  private static int skipPlain(ByteBuffer bytes, int from, int to, long other) {
    int at = from;
    while (to - at >= Long.BYTES && isPlain(bytes.getLong(at), other)) {
      at += Long.BYTES;
    }
    return at;
  }

  private static boolean isPlain(byte next, byte other) {
    return next >= ' ' && next != '"' && next != other;
  }

  /** A byte below a space borrows, and so sets its high bit; so does 0, of which 1 is taken. */
  private static boolean isPlain(long word, long other) {
    long special = word | word - SPACES | zeros(word ^ QUOTES) | zeros(word ^ other);
    return (special & HIGH_BITS) == 0;
  }

  private static long zeros(long word) {
    return word - ONES & ~word;
  }
}
