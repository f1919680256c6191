// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * A table of a flatbuffer (https://flatbuffers.dev/internals) whose bytes may lie: nothing outside
 * of them is read.
 */
final class FlatTable {
  private static final int VTABLE_HEAD_BYTES = 4;

  private final ByteBuffer bytes;
  private final int position;
  private final int end;
  private final int vtable;
  private final int vtableEnd;

  /**
   * @throws IllegalArgumentException if the table reaches beyond the bytes, as by all methods
   */
  private FlatTable(ByteBuffer bytes, long position) {
    this.bytes = bytes;
    this.position = within(position, Integer.BYTES);
    this.vtable = within((long) this.position - bytes.getInt(this.position), VTABLE_HEAD_BYTES);
    int vtableBytes = Math.max(VTABLE_HEAD_BYTES, unsignedShort(vtable));
    this.vtableEnd = within(vtable, vtableBytes) + vtableBytes;
    int tableBytes = unsignedShort(vtable + Short.BYTES);
    this.end = within(this.position, tableBytes) + tableBytes;
  }

  /** Returns the table that a flatbuffer is of. */
  static FlatTable root(byte[] flatbuffer) {
    ByteBuffer bytes = ByteBuffer.wrap(flatbuffer).order(ByteOrder.LITTLE_ENDIAN);
    if (flatbuffer.length < Integer.BYTES) {
      throw outside();
    }
    return new FlatTable(bytes, Integer.toUnsignedLong(bytes.getInt(0)));
  }

  boolean has(int field) {
    return place(field, 1).isPresent();
  }

  /** Returns an unsigned byte; 0 if it is absent. */
  int unsignedByte(int field) {
    OptionalInt place = place(field, Byte.BYTES);
    return place.isEmpty() ? 0 : Byte.toUnsignedInt(bytes.get(place.getAsInt()));
  }

  /** Returns a number; 0 if it is absent. */
  long number(int field) {
    OptionalInt place = place(field, Long.BYTES);
    return place.isEmpty() ? 0 : bytes.getLong(place.getAsInt());
  }

  FlatTable table(int field) {
    int place = place(field, Integer.BYTES).orElseThrow(FlatTable::outside);
    return new FlatTable(bytes, place + Integer.toUnsignedLong(bytes.getInt(place)));
  }

  /** Returns where a field is, unless it is absent. */
  private OptionalInt place(int field, int size) {
    int entry = vtable + VTABLE_HEAD_BYTES + Short.BYTES * field;
    int offset = entry + Short.BYTES <= vtableEnd ? unsignedShort(entry) : 0;
    if (offset != 0 && position + offset + size > end) {
      throw outside();
    }
    return offset == 0 ? OptionalInt.empty() : OptionalInt.of(position + offset);
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private int within(long at, int size) {
    if (at < 0 || at + size > bytes.capacity()) {
      throw outside();
    }
    return (int) at;
  }

  private static IllegalArgumentException outside() {
    return new IllegalArgumentException("a table reaches beyond its message");
  }
}
