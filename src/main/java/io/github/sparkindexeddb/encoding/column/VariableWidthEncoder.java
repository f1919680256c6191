// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.wire.value.Type;

/** Values of any length, one behind the other, with offsets of where each begins and ends. */
abstract class VariableWidthEncoder extends ColumnEncoder {
  private final GrowableBytes offsets;
  private final GrowableBytes data;

  VariableWidthEncoder(Type type, Source source) {
    super(source, type);
    this.offsets = source.bytes();
    this.data = source.bytes();
    offsets.putInt(0);
  }

  /** Adds the bytes of a value that is not null. */
  abstract void put(int index, int value, GrowableBytes out) throws Misfit;

  @Override
  public final void add(IntList values) throws Misfit {
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      if (tape().isNull(value)) {
        validity().addNull();
      } else {
        put(i, value, data);
        validity().addValue();
      }
      offsets.putInt(data.length());
    }
  }

  @Override
  public final void truncate(int length) {
    validity().truncate(length);
    offsets.truncate((length + 1) * Integer.BYTES);
    data.truncate(offsets.getInt(length * Integer.BYTES));
  }

  @Override
  public final long bytes() {
    return (long) offsets.length() + data.length() + validity().bytes();
  }

  @Override
  public final void release() {
    validity().truncate(0);
    offsets.release();
    data.release();
    offsets.putInt(0);
  }

  @Override
  public final void write(VectorWriter out) {
    validity().write(out);
    out.buffer(offsets.array(), offsets.length());
    out.buffer(data.array(), data.length());
  }

  final GrowableBytes data() {
    return data;
  }

  final int start(int row) {
    return offsets.getInt(row * Integer.BYTES);
  }
}
