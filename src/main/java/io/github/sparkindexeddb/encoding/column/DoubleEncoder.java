// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.Numbers;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;

/** Numbers of any kind. */
final class DoubleEncoder extends FixedWidthEncoder {
  DoubleEncoder(Source source) {
    super(Type.Scalar.DOUBLE, Double.BYTES, source);
  }

  @Override
  boolean put(int value, GrowableBytes out) {
    Token kind = tape().kind(value);
    if (kind != Token.NUMBER && kind != Token.SPECIAL_NUMBER) {
      return false;
    }
    out.putLong(Double.doubleToLongBits(Numbers.real(tape(), value)));
    return true;
  }

  /** As the export worker has it. */
  @Override
  void putNull(GrowableBytes out) {
    out.putLong(Double.doubleToLongBits(Double.NaN));
  }

  /** To engines -0 is 0. */
  @Override
  Object presentIdentity(int row) {
    return Double.longBitsToDouble(data().getLong(row * Double.BYTES)) + 0.0;
  }
}
