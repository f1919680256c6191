// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import io.github.sparkindexeddb.wire.LittleEndian;
import java.io.IOException;
import java.math.BigInteger;

/** Decimals of 128 bits, none of which has more digits than its type. */
final class DecimalVector extends FixedWidthVector {
  static final int BITS = 128;
  static final int MAX_PRECISION = 38;

  private static final int BYTES = BITS / Byte.SIZE;

  /** The least number that has too many digits. */
  private final long boundLow;

  private final long boundHigh;

  DecimalVector(String column, int precision) {
    super(column, BITS);
    BigInteger bound = BigInteger.TEN.pow(precision);
    this.boundLow = bound.longValue();
    this.boundHigh = bound.shiftRight(Long.SIZE).longValue();
  }

  @Override
  void loadValues(RecordBatch batch) throws IOException {
    super.loadValues(batch);
    for (int row = 0; row < length(); row++) {
      int at = dataAt() + row * BYTES;
      boolean fits =
          isBelow(LittleEndian.int64(body(), at), LittleEndian.int64(body(), at + Long.BYTES));
      require(fits || !isPresent(row), "a number has too many digits");
    }
  }

  private boolean isBelow(long low, long high) {
    boolean isNegative = high < 0;
    long magnitudeLow = isNegative ? -low : low;
    // Of a lower half that is zero one is carried into the upper.
    long magnitudeHigh = isNegative ? (low == 0 ? -high : ~high) : high;
    int order = Long.compareUnsigned(magnitudeHigh, boundHigh);
    return order < 0 || order == 0 && Long.compareUnsigned(magnitudeLow, boundLow) < 0;
  }
}
