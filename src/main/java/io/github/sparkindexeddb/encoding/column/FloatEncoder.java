// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.Numbers;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;

/** Numbers that a float holds exactly. */
final class FloatEncoder extends FixedWidthEncoder {
  FloatEncoder(Source source) {
    super(Type.Scalar.FLOAT, Float.BYTES, source);
  }

  @Override
  boolean put(int value, GrowableBytes out) {
    Token kind = tape().kind(value);
    if (kind != Token.NUMBER && kind != Token.SPECIAL_NUMBER) {
      return false;
    }
    double number = Numbers.real(tape(), value);
    float nearest = (float) number;
    if (Double.compare(nearest, number) != 0) {
      return false;
    }
    out.putInt(Float.floatToIntBits(nearest));
    return true;
  }

  /** As the export worker has it. */
  @Override
  void putNull(GrowableBytes out) {
    out.putInt(Float.floatToIntBits(Float.NaN));
  }

  /** To engines -0 is 0. */
  @Override
  Object presentIdentity(int row) {
    return Float.intBitsToFloat(data().getInt(row * Float.BYTES)) + 0.0f;
  }
}
