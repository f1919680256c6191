// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a split as one reader takes them: what is there at once, then what comes, complete
 * only when every byte was read back as it was written.
 *
 * <p>Confined to its reader, but for {@link #position}.
 */
final class SplitBody implements Split.Follower {
  private final Scan.Part part;
  private final Runnable awake;
  private CRC32C crc = new CRC32C();
  private Disk.Content content;
  private Optional<Seal> seal = Optional.empty();
  private volatile long position;

  /**
   * @param offset where to begin
   * @param awake called when there may be more; does not block
   */
  SplitBody(Scan.Part part, long offset, Runnable awake) {
    this.part = part;
    this.position = offset;
    this.awake = awake;
  }

  void begin() {
    part.split().follow(this);
    pump();
  }

  /** Lets the browser go on, as this reader has. */
  void pump() {
    part.feed().pump();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void wake() {
    awake.run();
  }

  /**
   * Fills the buffer with what there is.
   *
   * @return false if there is nothing yet
   * @throws IndexedDbException if the split failed or is damaged
   */
  boolean read(ByteBuffer bytes) throws IOException {
    Split.View view = part.split().view();
    if (view.error().isPresent()) {
      throw view.error().get();
    }
    if (position == view.end() && view.seal().isEmpty()) {
      return false;
    }
    if (content == null) {
      open(view);
    }
    fill(bytes, view.end());
    if (position == view.end()) {
      seal = view.seal();
      verifyIfComplete();
    }
    return true;
  }

  /** Present when everything was read. */
  Optional<Seal> seal() {
    return seal;
  }

  void end() {
    part.split().unfollow(this);
    if (content != null) {
      try {
        content.close();
      } catch (IOException e) {
        Events.LOG.debug("a split file could not be closed", e);
      }
    }
  }

  /** Frees the disk of what nobody will read again. */
  void delete() {
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
    crc = SpoolFile.checksum(content, position);
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
