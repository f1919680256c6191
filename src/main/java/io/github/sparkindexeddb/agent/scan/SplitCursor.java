// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.spool.Seal;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads the bytes of a split: what is there at once, then what comes, complete only when every byte
 * was read back as it was written.
 *
 * <p>Confined to its reader, but for {@link #position}.
 */
public final class SplitCursor implements Split.Follower {
  private static final int CHECK_BYTES = 128 << 10;

  private final Scan.Part part;
  private final Runnable moreListener;
  private CRC32C crc = new CRC32C();
  private Disk.Content content;
  private Optional<Seal> seal = Optional.empty();
  private volatile long position;

  /**
   * @param offset where to begin
   * @param onMore called when there may be more; does not block
   */
  public SplitCursor(Scan.Part part, long offset, Runnable onMore) {
    this.part = part;
    this.position = offset;
    this.moreListener = onMore;
  }

  /** Follows the split and lets the browser begin. */
  public void start() {
    part.split().follow(this);
    requestMore();
  }

  /** Lets the browser go on, as this reader did. */
  public void requestMore() {
    part.fetcher().requestMore();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void onMore() {
    moreListener.run();
  }

  /**
   * Fills the buffer with the bytes that are there.
   *
   * @return false if there is nothing yet
   * @throws IndexedDbException if the split failed or is damaged
   */
  public boolean read(ByteBuffer bytes) {
    Split.View view = part.split().view();
    if (view.error().isPresent()) {
      throw view.error().get();
    }
    if (position == view.end() && view.seal().isEmpty()) {
      return false;
    }
    try {
      if (content == null) {
        open(view);
      }
      fill(bytes, view.end());
    } catch (IOException e) {
      throw failed(e);
    }
    if (position == view.end()) {
      seal = view.seal();
      verifyIfComplete();
    }
    return true;
  }

  /** Fails the split for all its readers, and returns why. */
  private IndexedDbException failed(IOException error) {
    IndexedDbException unreadable = part.split().file().unreadable(error);
    part.split().fail(unreadable);
    return unreadable;
  }

  /** Returns the totals of the split, present when all of it was read. */
  public Optional<Seal> seal() {
    return seal;
  }

  public void close() {
    part.split().unfollow(this);
    if (content != null) {
      try {
        content.close();
      } catch (IOException e) {
        AgentLog.LOG.debug("a split file could not be closed", e);
      }
    }
  }

  /** Deletes the bytes, which nobody will read again. */
  public void delete() {
    part.split().file().delete();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Its reader alone writes the position.
  private void fill(ByteBuffer bytes, long end) throws IOException {
    bytes.clear().limit((int) Math.min(bytes.capacity(), end - position));
    while (bytes.hasRemaining()) {
      if (content.read(bytes, position + bytes.position()) < 0) {
        throw damaged("its file is shorter than " + end + " bytes");
      }
    }
    bytes.flip();
    crc.update(bytes.duplicate());
    position += bytes.remaining();
  }

  /** The checksum runs over the whole body, so a resumed reader looks at what it skips too. */
  private void open(Split.View view) throws IOException {
    try {
      content = part.split().file().open();
      long size = content.size();
      if (view.seal().isPresent() && size != view.end()) {
        throw damaged("its file has " + size + " bytes, not " + view.end());
      }
    } catch (IndexedDbException damaged) {
      part.split().fail(damaged);
      throw damaged;
    }
    crc = checksum(content, position);
  }

  /** Returns the checksum of the first {@code size} bytes of a file. */
  private static CRC32C checksum(Disk.Content content, long size) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(CHECK_BYTES);
    long position = 0;
    while (position < size) {
      buffer.clear().limit((int) Math.min(CHECK_BYTES, size - position));
      int read = content.read(buffer, position);
      if (read < 0) {
        return sum;
      }
      position += read;
      sum.update(buffer.flip());
    }
    return sum;
  }

  private void verifyIfComplete() {
    if (seal.isPresent() && (int) crc.getValue() != seal.get().crc()) {
      throw damaged("its bytes have changed");
    }
  }

  private IndexedDbException damaged(String how) {
    IndexedDbException error = part.split().file().damaged(how);
    part.split().fail(error);
    return error;
  }
}
