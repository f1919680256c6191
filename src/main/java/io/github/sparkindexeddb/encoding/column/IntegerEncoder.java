// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.Numbers;
import io.github.sparkindexeddb.wire.value.Type;

/** Integers of one to eight bytes, from numbers and bigints. */
final class IntegerEncoder extends FixedWidthEncoder {
  private final int width;
  private final long max;

  IntegerEncoder(Type.Scalar type, int width, Source source) {
    super(type, width, source);
    this.width = width;
    this.max = Long.MAX_VALUE >> (Long.BYTES - width) * Byte.SIZE;
  }

  @Override
  boolean put(int value, GrowableBytes out) {
    if (!Numbers.isLong(tape(), value)) {
      return false;
    }
    long number = Numbers.longValue(tape(), value);
    if (number > max || number < -max - 1) {
      return false;
    }
    switch (width) {
      case Byte.BYTES -> out.putByte((int) number);
      case Short.BYTES -> out.putShort((int) number);
      case Integer.BYTES -> out.putInt((int) number);
      default -> out.putLong(number);
    }
    return true;
  }

  @Override
  Object presentIdentity(int row) {
    return switch (width) {
      case Byte.BYTES -> (long) data().getByte(row);
      case Short.BYTES -> (long) data().getShort(row * width);
      case Integer.BYTES -> (long) data().getInt(row * width);
      default -> data().getLong(row * width);
    };
  }
}
