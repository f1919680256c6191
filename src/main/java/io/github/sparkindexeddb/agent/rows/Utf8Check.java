// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import io.github.sparkindexeddb.wire.Utf8;
import java.nio.ByteBuffer;

/**
 * Whether bytes that come one after the other are UTF-8: in other bytes one decoder sees a quote or
 * the end of a line where another sees none. Confined to one thread.
 */
final class Utf8Check {
  private static final int MAX_BYTES = 4;

  private int state = Utf8.START;

  /**
   * Returns the index up to which there are characters of two and three bytes, which most of those
   * are that are not ASCII: known by whole characters they take a third of the time. What is
   * anything else is for {@link #accepts} to tell.
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
      return Utf8.isContinuation(second) ? 2 : 0;
    }
    boolean fits = first > 0xE0 && first < 0xF0 && first != 0xED;
    return fits && Utf8.isContinuation(second) && Utf8.isContinuation(third) ? 3 : 0;
  }

  /** Returns whether a character is begun and not ended. */
  boolean isInside() {
    return state != Utf8.START;
  }

  /** Returns whether the byte may follow those before it. */
  boolean accepts(byte next) {
    if (next >= 0 && state == Utf8.START) {
      return true;
    }
    state = Utf8.next(state, next);
    return state != Utf8.INVALID;
  }
}
