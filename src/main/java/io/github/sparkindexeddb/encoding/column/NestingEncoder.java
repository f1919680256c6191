// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.List;

/** What holds other values, with offsets of where those of each begin and end among all of them. */
abstract class NestingEncoder extends ColumnEncoder {
  private final GrowableBytes offsets;

  /** Where, among those of one call, the values in each end. */
  private final IntList ends = new IntList();

  NestingEncoder(Type type, Source source) {
    super(source, type);
    this.offsets = source.bytes();
    offsets.putInt(0);
  }

  /** Begins a call that adds. */
  final void begin() {
    ends.clear();
  }

  /**
   * Ends a value, or null.
   *
   * @param inner how many values those of the call hold so far
   */
  final void end(boolean isNull, int inner) {
    int before = ends.size() == 0 ? 0 : ends.get(ends.size() - 1);
    ends.add(inner);
    offsets.putInt(offsets.getInt(offsets.length() - Integer.BYTES) + inner - before);
    if (isNull) {
      validity().addNull();
    } else {
      validity().addValue();
    }
  }

  /** Returns which value of the call holds the inner one. */
  final int outer(int inner) {
    int outer = 0;
    while (ends.get(outer) <= inner) {
      outer++;
    }
    return outer;
  }

  /** Returns where, among those of the call, the inner values of one begin. */
  final int start(int outer) {
    return outer == 0 ? 0 : ends.get(outer - 1);
  }

  final int end(int outer) {
    return ends.get(outer);
  }

  /** Returns where the inner values of a row begin. */
  final int offset(int row) {
    return offsets.getInt(row * Integer.BYTES);
  }

  final GrowableBytes offsets() {
    return offsets;
  }

  final void truncateOffsets(int length) {
    validity().truncate(length);
    offsets.truncate((length + 1) * Integer.BYTES);
  }

  final void releaseOffsets() {
    validity().truncate(0);
    offsets.release();
    offsets.putInt(0);
  }

  /** Returns what tells the inner value apart. */
  abstract Object innerIdentity(int inner);

  @Override
  final Object presentIdentity(int row) {
    List<Object> identity = new ArrayList<>();
    for (int inner = offset(row); inner < offset(row + 1); inner++) {
      identity.add(innerIdentity(inner));
    }
    return identity;
  }
}
