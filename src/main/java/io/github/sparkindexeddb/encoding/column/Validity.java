// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import java.util.Arrays;

/** Which values of a vector are not null. Costs nothing until the first that is. */
final class Validity {
  private static final byte ALL = -1;

  private int length;
  private int nulls;
  private byte[] bits = {};

  void addValue() {
    length++;
  }

  void addNull() {
    int at = length++;
    if (at / Byte.SIZE >= bits.length) {
      int size = bits.length;
      bits = Arrays.copyOf(bits, Math.max(2 * size, at / Byte.SIZE + Long.BYTES));
      Arrays.fill(bits, size, bits.length, ALL);
    }
    bits[at >> 3] &= (byte) ~(1 << (at & 7));
    nulls++;
  }

  /** Removes the values from an index on. */
  void truncate(int newLength) {
    for (int at = newLength; nulls > 0 && at < length; at++) {
      if (!isValid(at)) {
        bits[at >> 3] |= (byte) (1 << (at & 7));
        nulls--;
      }
    }
    length = newLength;
  }

  boolean isValid(int at) {
    return nulls == 0 || at >> 3 >= bits.length || (bits[at >> 3] >> (at & 7) & 1) != 0;
  }

  int length() {
    return length;
  }

  /** Returns how many bytes the bits take: none without nulls. */
  int bytes() {
    return nulls == 0 ? 0 : (length + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** Writes the vector's node, and the bits as its first buffer. */
  void write(VectorWriter out) {
    if (bytes() > bits.length) {
      int size = bits.length;
      bits = Arrays.copyOf(bits, bytes());
      Arrays.fill(bits, size, bits.length, ALL);
    }
    out.node(length, nulls);
    out.buffer(bits, bytes());
  }
}
