// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The buffers of all files whose bytes wait for the disk. There are so many and no more: when all
 * are in use, one is made for the few bytes that have come already, and their sender has to stop.
 *
 * <p>Thread-safe: state is guarded by {@code this}; nothing else is locked under it.
 */
final class BufferPool {
  /** A quarter of a batch as they usually are: a thread is woken four times for each. */
  static final int BUFFER_BYTES = 256 << 10;

  private final Deque<ByteBuffer> idle = new ArrayDeque<>();
  private int unmade;

  /**
   * @param bytes of all buffers together
   */
  BufferPool(long bytes) {
    this.unmade = (int) Math.max(1, bytes / BUFFER_BYTES);
  }

  /**
   * Returns an empty buffer.
   *
   * @param bytes that are to be kept, all of which a buffer has room for that {@link #isSpare}
   */
  ByteBuffer take(int bytes) {
    synchronized (this) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
      if (unmade > 0) {
        unmade--;
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
      }
    }
    return ByteBuffer.allocate(bytes);
  }

  /** Returns whether the buffer was made as there was no other. */
  static boolean isSpare(ByteBuffer buffer) {
    return !buffer.isDirect();
  }

  synchronized void giveBack(ByteBuffer buffer) {
    if (!isSpare(buffer)) {
      idle.push(buffer.clear());
    }
  }
}
