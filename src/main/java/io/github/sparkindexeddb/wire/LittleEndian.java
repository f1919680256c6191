// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers out of bytes, the low byte first. Whoever asks for what is outside gets none. */
public final class LittleEndian {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  /** Returns the number in the four bytes from there. */
  public static int int32(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  /** Returns the number in the eight bytes from there. */
  public static long int64(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Returns how many of the first bits are set. */
  public static int ones(byte[] bytes, int from, int count) {
    int ones = 0;
    int at = from;
    int left = count;
    for (; left >= Long.SIZE; left -= Long.SIZE, at += Long.BYTES) {
      ones += Long.bitCount(int64(bytes, at));
    }
    for (; left >= Byte.SIZE; left -= Byte.SIZE, at++) {
      ones += Integer.bitCount(bytes[at] & 0xFF);
    }
    return left == 0 ? ones : ones + Integer.bitCount(bytes[at] & ((1 << left) - 1));
  }
}
