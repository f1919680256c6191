// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A table of a flatbuffer (https://flatbuffers.dev/internals) that may hold anything: nothing is
 * read that is not inside it, and nothing is made that is longer than it. Fields are told by their
 * place in the schema; the value of an absent one is 0 unless another is given.
 *
 * <p>Readers that are generated trust what they read. Immutable.
 */
public final class FlatTable {
  private static final int VTABLE_HEAD_BYTES = 2 * Short.BYTES;

  private final ByteBuffer bytes;
  private final int start;
  private final int length;
  private final int vtable;
  private final int vtableLength;

  private FlatTable(ByteBuffer bytes, int start) throws IOException {
    this.bytes = bytes;
    this.start = start;
    this.vtable = inside((long) start - int32At(start), VTABLE_HEAD_BYTES);
    this.vtableLength = uint16At(vtable);
    this.length = uint16At(vtable + Short.BYTES);
    inside(vtable, vtableLength);
    inside(start, length);
    if (vtableLength < VTABLE_HEAD_BYTES || length < Integer.BYTES) {
      throw outside();
    }
  }

  /** Returns the table that a flatbuffer is. */
  static FlatTable root(byte[] flatbuffer) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(flatbuffer).order(ByteOrder.LITTLE_ENDIAN);
    if (flatbuffer.length < Integer.BYTES) {
      throw outside();
    }
    return at(bytes, 0);
  }

  /** Returns the table to which the reference at that place points. */
  private static FlatTable at(ByteBuffer bytes, int reference) throws IOException {
    return new FlatTable(bytes, inside(bytes, target(bytes, reference), Integer.BYTES));
  }

  /** Returns how many bytes the whole flatbuffer has. */
  int flatbufferLength() {
    return bytes.capacity();
  }

  boolean has(int field) throws IOException {
    return place(field, 1) != 0;
  }

  int uint8(int field) throws IOException {
    int place = place(field, Byte.BYTES);
    return place == 0 ? 0 : bytes.get(place) & 0xFF;
  }

  int int16(int field, int otherwise) throws IOException {
    int place = place(field, Short.BYTES);
    return place == 0 ? otherwise : bytes.getShort(place);
  }

  int int32(int field, int otherwise) throws IOException {
    int place = place(field, Integer.BYTES);
    return place == 0 ? otherwise : bytes.getInt(place);
  }

  long int64(int field) throws IOException {
    int place = place(field, Long.BYTES);
    return place == 0 ? 0 : bytes.getLong(place);
  }

  /** Returns the table that a field refers to, which must be there. */
  FlatTable table(int field) throws IOException {
    int place = place(field, Integer.BYTES);
    if (place == 0) {
      throw new IOException("a table lacks a part");
    }
    return at(bytes, place);
  }

  /** Returns the text that a field refers to, empty if there is none. */
  String text(int field) throws IOException {
    Items items = items(field, Byte.BYTES);
    return new String(bytes.array(), items.start, items.count, StandardCharsets.UTF_8);
  }

  /**
   * Returns the vector that a field refers to, empty if there is none.
   *
   * @param width bytes of an item
   */
  Items items(int field, int width) throws IOException {
    int place = place(field, Integer.BYTES);
    if (place == 0) {
      return new Items(bytes, 0, 0, width);
    }
    int at = inside(target(bytes, place), Integer.BYTES);
    int count = int32At(at);
    if (count < 0) {
      throw outside();
    }
    int first = inside((long) at + Integer.BYTES, (long) count * width);
    return new Items(bytes, first, count, width);
  }

  /** The items of a vector, all of them inside the flatbuffer. */
  static final class Items {
    private final ByteBuffer bytes;
    private final int start;
    private final int count;
    private final int width;

    private Items(ByteBuffer bytes, int start, int count, int width) {
      this.bytes = bytes;
      this.start = start;
      this.count = count;
      this.width = width;
    }

    int count() {
      return count;
    }

    /** Returns a long of an item that is a struct. */
    long int64(int item, int offset) {
      return bytes.getLong(start + item * width + offset);
    }

    /** Returns an item that is a table. */
    FlatTable table(int item) throws IOException {
      return at(bytes, start + item * width);
    }
  }

  /** Returns where a field is, which has so many bytes there; 0 if it is absent. */
  private int place(int field, int width) throws IOException {
    int entry = VTABLE_HEAD_BYTES + field * Short.BYTES;
    if (entry + Short.BYTES > vtableLength) {
      return 0;
    }
    int offset = uint16At(vtable + entry);
    if (offset == 0) {
      return 0;
    }
    if (offset < Integer.BYTES || offset + width > length) {
      throw outside();
    }
    return start + offset;
  }

  private int uint16At(int place) {
    return bytes.getShort(place) & 0xFFFF;
  }

  private int int32At(int place) {
    return bytes.getInt(place);
  }

  private int inside(long place, long size) throws IOException {
    return inside(bytes, place, size);
  }

  /** Returns a place, if so many bytes are there. */
  private static int inside(ByteBuffer bytes, long place, long size) throws IOException {
    if (place < 0 || size < 0 || place + size > bytes.capacity()) {
      throw outside();
    }
    return (int) place;
  }

  /** References only lead ahead. */
  private static long target(ByteBuffer bytes, int reference) throws IOException {
    int ahead = bytes.getInt(reference);
    if (ahead <= 0) {
      throw outside();
    }
    return (long) reference + ahead;
  }

  private static IOException outside() {
    return new IOException("a table points outside of itself");
  }
}
