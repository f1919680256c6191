// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.Numbers;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;

/** Dates as microseconds since 1970. */
final class TimestampEncoder extends FixedWidthEncoder {
  private static final int MICROS = 1000;

  TimestampEncoder(Type.Scalar type, Source source) {
    super(type, Long.BYTES, source);
  }

  @Override
  boolean put(int value, GrowableBytes out) {
    if (tape().kind(value) != Token.DATE) {
      return false;
    }
    out.putLong(Numbers.integer(tape(), tape().tagged(value)) * MICROS);
    return true;
  }

  @Override
  Object presentIdentity(int row) {
    return data().getLong(row * Long.BYTES);
  }
}
