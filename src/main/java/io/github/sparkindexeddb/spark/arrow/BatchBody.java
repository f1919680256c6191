// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.spark.unsafe.Platform;

/**
 * The bytes of one batch on Java's heap, where they live as long as anybody refers to a value of
 * theirs, whatever becomes of the reader and of Arrow's memory.
 */
final class BatchBody {
  private final byte[] bytes;

  /** Arrow's copy of the bytes, into which its vectors' buffers point. */
  private final long address;

  BatchBody(byte[] bytes, long address) {
    this.bytes = bytes;
    this.address = address;
  }

  /** A buffer's bytes: an array, and the offset in it that {@link Platform} takes. */
  record Slice(byte[] array, long offset) {
    static final Slice NONE = new Slice(new byte[0], Platform.BYTE_ARRAY_OFFSET);
  }

  /** Returns the bytes of a vector's buffer, which Arrow may have made itself. */
  Slice slice(ArrowBuf buffer) {
    long at = buffer.memoryAddress() - address;
    if (at >= 0 && at + buffer.capacity() <= bytes.length) {
      return new Slice(bytes, Platform.BYTE_ARRAY_OFFSET + at);
    }
    byte[] copy = new byte[Math.toIntExact(buffer.capacity())];
    buffer.getBytes(0, copy);
    return new Slice(copy, Platform.BYTE_ARRAY_OFFSET);
  }
}
