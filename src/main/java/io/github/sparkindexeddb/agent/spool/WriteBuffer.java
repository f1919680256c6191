// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Bytes of one file on their way to the disk: who has them puts them here and goes on, a thread of
 * the disk writes them. How many may wait is bounded by {@link #room}, for which the sender waits.
 *
 * <p>Thread-safe: state is guarded by {@code this}, the future is completed outside of it.
 */
final class WriteBuffer {
  /** A batch as they usually are fits, so that a slow disk does not stop what else a link does. */
  static final long MAX_WAITING_BYTES = 2 << 20;

  private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

  private final BufferPool pool;
  private final Queue<ByteBuffer> full = new ArrayDeque<>(1);
  private ByteBuffer filling;
  private CompletableFuture<Void> room = NOW;
  private long resumeBytes;
  private long waiting;
  private boolean closed;

  WriteBuffer(BufferPool pool) {
    this.pool = pool;
  }

  /**
   * Takes all of the bytes; loses them once it is closed.
   *
   * @return how many buffers became full, each of which is to be written
   */
  synchronized int put(ByteBuffer bytes) {
    int filled = 0;
    while (bytes.hasRemaining() && !closed) {
      if (filling == null) {
        filling = pool.take(bytes.remaining());
      }
      int size = Math.min(bytes.remaining(), filling.remaining());
      filling.put(bytes.slice(bytes.position(), size));
      bytes.position(bytes.position() + size);
      if (!filling.hasRemaining()) {
        endBuffer();
        filled++;
      }
    }
    return filled;
  }

  /**
   * Ends the last buffer, however full it is.
   *
   * @return whether there is one, which is to be written
   */
  synchronized boolean flush() {
    if (filling == null) {
      return false;
    }
    endBuffer();
    return true;
  }

  /**
   * Returns when more bytes may be put. A sender for whom no buffer was left waits until all that
   * it sent is written: so each can go on, whoever keeps the others.
   */
  synchronized CompletableFuture<Void> room() {
    return room;
  }

  /** Returns the next buffer to be written, or null if it was dropped. */
  synchronized ByteBuffer next() {
    return full.poll();
  }

  /** Takes back a buffer that was to be written. */
  void release(ByteBuffer written) {
    CompletableFuture<Void> reached = NOW;
    synchronized (this) {
      waiting -= written.limit();
      pool.giveBack(written);
      if (waiting <= resumeBytes) {
        reached = room;
      }
    }
    reached.complete(null);
  }

  /** Drops all that no thread of the disk has begun to write. */
  void drop() {
    CompletableFuture<Void> stopped;
    synchronized (this) {
      flush();
      for (ByteBuffer buffer = full.poll(); buffer != null; buffer = full.poll()) {
        waiting -= buffer.limit();
        pool.giveBack(buffer);
      }
      stopped = room;
    }
    stopped.complete(null);
  }

  /** Drops what is there and whatever comes: nobody has to wait. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    drop();
  }

  private void endBuffer() {
    long limit = BufferPool.isSpare(filling) ? 0 : MAX_WAITING_BYTES;
    full.add(filling.flip());
    waiting += filling.limit();
    filling = null;
    if (waiting > limit && room.isDone() && !closed) {
      room = new CompletableFuture<>();
      resumeBytes = limit / 2;
    }
  }
}
