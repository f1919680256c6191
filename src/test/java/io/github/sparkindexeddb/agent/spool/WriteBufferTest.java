// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteBufferTest {
  private static final int FRAGMENT = 64 << 10;
  private static final int FRAGMENTS_PER_BUFFER = BufferPool.BUFFER_BYTES / FRAGMENT;

  private final BufferPool pool = new BufferPool(4L * BufferPool.BUFFER_BYTES);
  private final WriteBuffer buffer = new WriteBuffer(pool);

  @Test
  void givesBackWhatWasPutInOrderAndInLargePieces() {
    ByteBuffer all = ByteBuffer.allocate(BufferPool.BUFFER_BYTES + 7);
    while (all.hasRemaining()) {
      all.put((byte) (all.position() * 31));
    }
    all.flip();
    int filled = 0;
    for (int from = 0; from < all.limit(); from += 1000) {
      ByteBuffer part = all.duplicate().position(from).limit(Math.min(all.limit(), from + 1000));
      filled += buffer.put(part);
      assertThat(part.hasRemaining()).isFalse();
    }
    assertThat(filled).isEqualTo(1);
    assertThat(buffer.flush()).isTrue();
    assertThat(buffer.flush()).isFalse();
    ByteBuffer again = ByteBuffer.allocate(all.limit());
    again.put(next(buffer)).put(next(buffer));
    assertThat(again.flip()).isEqualTo(all);
    assertThat(buffer.next()).isNull();
  }

  @Test
  void stopsTheSenderWhenTooMuchWaitsAndLetsItGoOnWhenHalfIsWritten() {
    WriteBuffer large = new WriteBuffer(new BufferPool(64L << 20));
    List<ByteBuffer> waiting = new ArrayList<>();
    long put = 0;
    while (large.room().isDone()) {
      large.put(ByteBuffer.allocate(FRAGMENT));
      put += FRAGMENT;
      assertThat(put).isLessThan(2 * WriteBuffer.MAX_WAITING_BYTES);
    }
    assertThat(put).isGreaterThan(WriteBuffer.MAX_WAITING_BYTES);
    var room = large.room();
    for (ByteBuffer next = large.next(); next != null; next = large.next()) {
      waiting.add(next);
    }
    int half = waiting.size() / 2;
    waiting.subList(0, half).forEach(large::release);
    assertThat(room).isNotDone();
    large.release(waiting.get(half));
    assertThat(room).isDone();
    assertThat(large.room()).isDone();
  }

  @Test
  void letsEachSenderGoOnThoughOthersKeepAllBuffers() {
    List<WriteBuffer> stalled = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      stalled.add(new WriteBuffer(pool));
      assertThat(stalled.get(i).put(ByteBuffer.allocate(1))).isZero();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(buffer.put(ByteBuffer.allocate(FRAGMENT))).isEqualTo(1);
      var room = buffer.room();
      assertThat(room).isNotDone();
      ByteBuffer next = next(buffer);
      assertThat(next.capacity()).isEqualTo(FRAGMENT);
      buffer.release(next);
      assertThat(room).isDone();
    }
    stalled.forEach(WriteBuffer::close);
    assertThat(buffer.put(ByteBuffer.allocate(FRAGMENT))).isZero();
  }

  @Test
  void dropsWhatNoThreadHasBegunToWrite() {
    for (int i = 0; i < 3 * FRAGMENTS_PER_BUFFER + 1; i++) {
      buffer.put(ByteBuffer.allocate(FRAGMENT));
    }
    ByteBuffer hanging = next(buffer);
    buffer.drop();
    assertThat(buffer.next()).isNull();
    assertThat(buffer.flush()).isFalse();
    int free = 0;
    while (!BufferPool.isSpare(pool.take(1))) {
      free++;
    }
    assertThat(free).isEqualTo(3);
    buffer.release(hanging);
    assertThat(BufferPool.isSpare(pool.take(1))).isFalse();
  }

  @Test
  void nobodyWaitsForAFileThatIsGivenUp() {
    for (int i = 0; i < 4; i++) {
      new WriteBuffer(pool).put(ByteBuffer.allocate(1));
    }
    buffer.put(ByteBuffer.allocate(FRAGMENT));
    var room = buffer.room();
    ByteBuffer hanging = next(buffer);
    assertThat(room).isNotDone();
    buffer.close();
    assertThat(room).isDone();
    ByteBuffer late = ByteBuffer.allocate(FRAGMENT);
    assertThat(buffer.put(late)).isZero();
    assertThat(buffer.room()).isDone();
    assertThat(buffer.next()).isNull();
    buffer.release(hanging);
  }

  private static ByteBuffer next(WriteBuffer of) {
    ByteBuffer next = of.next();
    assertThat(next).isNotNull();
    return next;
  }
}
