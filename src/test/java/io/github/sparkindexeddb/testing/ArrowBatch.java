// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Record batch messages of an Arrow stream that have rows and bytes, but no vectors. */
public final class ArrowBatch {
  /** Bytes of a message without a body. */
  public static final int MIN_BYTES = 88;

  private static final int RECORD_BATCH = 3;

  private ArrowBatch() {}

  /** Returns a message of so many bytes, a multiple of 8, that says it has so many rows. */
  public static byte[] of(long rows, int bytes) {
    return message(RECORD_BATCH, rows, bytes);
  }

  /**
   * Returns a message of another kind, laid out as {@code columns/frame.js} does.
   *
   * @param kind a member of the union MessageHeader in Message.fbs
   */
  public static byte[] message(int kind, long rows, int bytes) {
    ByteBuffer message = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(-1).putInt(MIN_BYTES - 8).putInt(16);
    message.putInt(pair(12, 20)).putInt(pair(4, 6)).putInt(pair(16, 8));
    message.putInt(12).putInt(pair(4, kind)).putLong(bytes - MIN_BYTES).putInt(16);
    message.putInt(pair(10, 20)).putInt(pair(8, 4)).putInt(pair(16, 0));
    message.putInt(12).putInt(16).putLong(rows).putInt(12);
    return message.array();
  }

  /** Returns a message of one row, with that number in its body. */
  static byte[] ofRecord(long record, int bytes) {
    byte[] message = of(1, bytes);
    Arrays.fill(message, MIN_BYTES + Long.BYTES, bytes, (byte) (record * 31 + 7));
    ByteBuffer.wrap(message).putLong(MIN_BYTES, record);
    return message;
  }

  private static int pair(int low, int high) {
    return low | high << 16;
  }
}
