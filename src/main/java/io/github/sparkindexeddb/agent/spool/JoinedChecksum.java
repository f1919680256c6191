// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

/**
 * The CRC-32C of two texts of bytes, from that of each: the JDK's cannot go back to a state that it
 * was in. Polynomials over GF(2) modulo Castagnoli's, the highest bit being the coefficient of 1.
 */
final class JoinedChecksum {
  private static final int POLYNOMIAL = 0x82F63B78;
  private static final int ONE = 1 << 31;

  /** To the power of eight, which is what a byte more multiplies by. */
  private static final int X8 = ONE >>> 8;

  private JoinedChecksum() {}

  static int of(int first, int second, long secondLength) {
    int shift = ONE;
    int power = X8;
    for (long left = secondLength; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        shift = product(shift, power);
      }
      power = product(power, power);
    }
    return product(shift, first) ^ second;
  }

  private static int product(int left, int right) {
    int sum = 0;
    int factor = right;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((left & bit) != 0) {
        sum ^= factor;
      }
      factor = (factor & 1) == 0 ? factor >>> 1 : factor >>> 1 ^ POLYNOMIAL;
    }
    return sum;
  }
}
