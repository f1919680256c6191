// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

/**
 * Whether bytes are UTF-8 (RFC 3629, section 4): in other bytes one decoder sees a quote or the end
 * of a line where another sees none. Confined to one thread.
 */
final class Utf8Check {
  private static final int MIN_TRAILING = 0x80;
  private static final int MAX_TRAILING = 0xBF;

  /** How many bytes the character still needs. */
  private int needed;

  private int min;
  private int max;

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
