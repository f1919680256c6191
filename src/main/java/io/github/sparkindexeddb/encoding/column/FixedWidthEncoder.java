// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.wire.value.Type;

/** Values of one width. */
abstract class FixedWidthEncoder extends ColumnEncoder {
  private final int width;
  private final GrowableBytes data;

  FixedWidthEncoder(Type type, int width, Source source) {
    super(source, type);
    this.width = width;
    this.data = source.bytes();
  }

  /** Returns whether the value fits, and adds its bytes if it does. */
  abstract boolean put(int value, GrowableBytes out);

  /** Adds the bytes that stand for null. */
  void putNull(GrowableBytes out) {
    out.putZeros(width);
  }

  @Override
  public final void add(IntList values) throws Misfit {
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      if (put(value, data)) {
        validity().addValue();
      } else if (tape().isNull(value)) {
        putNull(data);
        validity().addNull();
      } else {
        throw misfit(i, value);
      }
    }
  }

  final GrowableBytes data() {
    return data;
  }

  @Override
  public final void truncate(int length) {
    validity().truncate(length);
    data.truncate(length * width);
  }

  @Override
  public final long bytes() {
    return (long) data.length() + validity().bytes();
  }

  @Override
  public final void release() {
    validity().truncate(0);
    data.release();
  }

  @Override
  public final void write(VectorWriter out) {
    validity().write(out);
    out.buffer(data.array(), data.length());
  }
}
