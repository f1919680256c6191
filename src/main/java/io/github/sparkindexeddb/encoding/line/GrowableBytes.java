// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes in a row, which grows; numbers are little-endian. Confined to one thread. */
public final class GrowableBytes {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int FIRST_SIZE = 64;

  private final MemoryLimit limit;
  private byte[] bytes = {};
  private int length;

  /**
   * Begins empty.
   *
   * @param limit that each byte of room counts for
   */
  public GrowableBytes(MemoryLimit limit) {
    this.limit = limit;
  }

  /** Returns how many there are. */
  public int length() {
    return length;
  }

  /** Returns the array that they are in, from its start on; others may follow them there. */
  public byte[] array() {
    return bytes;
  }

  /** Removes those from an index on. */
  public void truncate(int newLength) {
    length = newLength;
  }

  /** Removes all of them and gives the room back. */
  public void release() {
    limit.give(bytes.length);
    bytes = new byte[0];
    length = 0;
  }

  /** Returns a copy. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  private int grow(int count) {
    int at = length;
    length = Math.addExact(at, count);
    if (length > bytes.length) {
      int size = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * bytes.length, length));
      size = Math.max(size, FIRST_SIZE);
      limit.take(size - bytes.length);
      bytes = Arrays.copyOf(bytes, size);
    }
    return at;
  }

  /** Adds a byte. */
  public void putByte(int value) {
    int at = grow(1);
    bytes[at] = (byte) value;
  }

  /** Adds two bytes. */
  public void putShort(int value) {
    int at = grow(Short.BYTES);
    SHORTS.set(bytes, at, (short) value);
  }

  /** Adds four bytes. */
  public void putInt(int value) {
    int at = grow(Integer.BYTES);
    INTS.set(bytes, at, value);
  }

  /** Adds eight bytes. */
  public void putLong(long value) {
    int at = grow(Long.BYTES);
    LONGS.set(bytes, at, value);
  }

  /** Adds a part of other bytes. */
  public void put(byte[] from, int start, int end) {
    int at = grow(end - start);
    System.arraycopy(from, start, bytes, at, end - start);
  }

  /** Adds all of other bytes. */
  public void put(byte[] all) {
    put(all, 0, all.length);
  }

  /** Adds zeros. */
  public void putZeros(int count) {
    int at = grow(count);
    Arrays.fill(bytes, at, at + count, (byte) 0);
  }

  /** Returns the byte there. */
  public byte getByte(int at) {
    return bytes[at];
  }

  /** Sets bits of the byte there. */
  public void or(int at, int bits) {
    bytes[at] |= (byte) bits;
  }

  /** Clears all but some bits of the byte there. */
  public void and(int at, int bits) {
    bytes[at] &= (byte) bits;
  }

  /** Returns two bytes from there on. */
  public short getShort(int at) {
    return (short) SHORTS.get(bytes, at);
  }

  /** Returns four bytes from there on. */
  public int getInt(int at) {
    return (int) INTS.get(bytes, at);
  }

  /** Returns eight bytes from there on. */
  public long getLong(int at) {
    return (long) LONGS.get(bytes, at);
  }
}
