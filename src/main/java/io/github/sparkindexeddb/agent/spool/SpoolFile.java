// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The body of one split on disk. Bytes are appended as they come and count only after {@link
 * #commit}; {@link #rollback} forgets what came since. All methods that touch the disk throw {@code
 * SPOOL_FULL} or {@code SPOOL_FAILED}.
 *
 * <p>Thread-safe; {@link #committed} needs no lock.
 */
public final class SpoolFile {
  private static final int CHECK_BYTES = 128 << 10;

  private final Spool spool;
  private final Path path;
  private Disk.Content content;
  private CRC32C crc = new CRC32C();
  private int committedCrc;
  private long written;
  private boolean sealed;
  private boolean deleted;
  private volatile long committed;

  SpoolFile(Spool spool, Path path) {
    this.spool = spool;
    this.path = path;
  }

  /** Returns how many bytes readers may see. */
  public long committed() {
    return committed;
  }

  public synchronized void append(ByteBuffer bytes) {
    requireOpen();
    int size = bytes.remaining();
    spool.reserve(size);
    long position = written;
    written += size;
    crc.update(bytes.duplicate());
    try {
      if (content == null) {
        content = spool.disk().create(path);
      }
      content.write(bytes, position);
    } catch (IOException e) {
      throw spool.failed(e);
    }
  }

  public synchronized void commit() {
    committedCrc = (int) crc.getValue();
    committed = written;
  }

  /**
   * Goes back to what was committed.
   *
   * @throws IndexedDbException {@code SPLIT_DAMAGED} if that is not on the disk any more
   */
  public synchronized void rollback() {
    if (deleted || written == committed) {
      return;
    }
    spool.release(written - committed);
    written = committed;
    try {
      if (content != null) {
        content.truncate(committed);
        crc = checksum(content, committed);
      }
    } catch (IOException e) {
      throw spool.failed(e);
    }
    if ((int) crc.getValue() != committedCrc) {
      throw damaged("its first " + committed + " bytes have changed");
    }
  }

  /**
   * Writes the tail and ends the file.
   *
   * @param totals of the split, whose bytes and checksum do not count
   */
  public synchronized Seal seal(byte[] tail, Seal totals) {
    append(ByteBuffer.wrap(tail));
    sealed = true;
    commit();
    return new Seal(totals.rows(), totals.examined(), committed, committedCrc, totals.malformed());
  }

  /**
   * Returns when all bytes of a sealed file are on the device. Its readers need not wait for that:
   * what they read is proven by its checksum, and no file outlives its agent.
   */
  public void sync() {
    try {
      content.force();
      content.close();
    } catch (IOException e) {
      if (!isDeleted()) {
        throw spool.failed(e);
      }
    }
  }

  private synchronized boolean isDeleted() {
    return deleted;
  }

  /** Opens the file for one reader, who closes it. */
  public Disk.Content open() {
    try {
      return spool.disk().open(path);
    } catch (IOException e) {
      throw damaged("its file cannot be opened (" + e.getMessage() + ")");
    }
  }

  public synchronized void delete() {
    if (deleted) {
      return;
    }
    deleted = true;
    spool.release(written);
    try {
      if (content != null) {
        content.close();
        spool.disk().delete(path);
      }
    } catch (IOException e) {
      AgentLog.LOG.warn("{} could not be deleted: {}", path, AgentLog.plain(e.toString()));
    }
  }

  /** Returns the checksum of the first {@code size} bytes of a file. */
  public static CRC32C checksum(Disk.Content content, long size) throws IOException {
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

  /**
   * Returns the error of a file that is not as it was written.
   *
   * @param how it differs, as {@code its bytes have changed}
   */
  public IndexedDbException damaged(String how) {
    return IndexedDbException.of(
            ErrorCode.SPLIT_DAMAGED,
            "Cannot read the split: %s in the agent's spool. Check the disk of '%s' and run the"
                + " query again.",
            how,
            path.getParent())
        .with("file", path.getFileName().toString());
  }

  private void requireOpen() {
    if (sealed || deleted) {
      throw IndexedDbException.of(
          ErrorCode.SCAN_LOST, "Cannot spool the split: its scan was released. Scan again.");
    }
  }
}
