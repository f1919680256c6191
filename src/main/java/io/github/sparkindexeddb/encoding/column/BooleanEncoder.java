// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;

/** Booleans, a bit each. */
final class BooleanEncoder extends ColumnEncoder {
  private final GrowableBytes bits;

  BooleanEncoder(Source source) {
    super(source, Type.Scalar.BOOLEAN);
    this.bits = source.bytes();
  }

  @Override
  public void add(IntList values) throws Misfit {
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      Token kind = tape().kind(value);
      if (kind == Token.TRUE || kind == Token.FALSE) {
        putBit(kind == Token.TRUE);
        validity().addValue();
      } else if (tape().isNull(value)) {
        putBit(false);
        validity().addNull();
      } else {
        throw misfit(i, value);
      }
    }
  }

  private void putBit(boolean isSet) {
    int at = validity().length();
    if (at % Byte.SIZE == 0) {
      bits.putByte(0);
    }
    if (isSet) {
      bits.or(at >> 3, 1 << (at & 7));
    }
  }

  @Override
  public void truncate(int length) {
    validity().truncate(length);
    bits.truncate((length + Byte.SIZE - 1) / Byte.SIZE);
    if (length % Byte.SIZE > 0) {
      bits.and(length >> 3, (1 << (length & 7)) - 1);
    }
  }

  @Override
  public long bytes() {
    return (long) bits.length() + validity().bytes();
  }

  @Override
  public void release() {
    validity().truncate(0);
    bits.release();
  }

  @Override
  public void write(VectorWriter out) {
    validity().write(out);
    out.buffer(bits.array(), bits.length());
  }

  @Override
  Object presentIdentity(int row) {
    return (bits.getByte(row >> 3) >> (row & 7) & 1) != 0;
  }
}
