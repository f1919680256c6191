// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.Numbers;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;

/** Dates at midnight in UTC, as days since 1970. */
final class DateEncoder extends FixedWidthEncoder {
  private static final int DAY = 86_400_000;

  DateEncoder(Source source) {
    super(Type.Scalar.DATE, Integer.BYTES, source);
  }

  @Override
  boolean put(int value, GrowableBytes out) {
    if (tape().kind(value) != Token.DATE) {
      return false;
    }
    long millis = Numbers.integer(tape(), tape().tagged(value));
    if (millis % DAY != 0) {
      return false;
    }
    out.putInt((int) (millis / DAY));
    return true;
  }

  @Override
  Object presentIdentity(int row) {
    return data().getInt(row * Integer.BYTES);
  }
}
