// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The body of one split on disk. Bytes are appended as they come and count only after {@link
 * #commit}; {@link #rollback} forgets what came since. All methods that touch the disk throw {@code
 * SPOOL_FULL} or {@code SPOOL_FAILED}. The file is open only while a batch comes.
 *
 * <p>One thread at a time appends, commits, rolls back and seals; the other methods may be called
 * by any. No lock is held while the disk is waited for: a file that is deleted during a write is
 * discarded after it.
 */
public final class SpoolFile {
  private static final int CHECK_BYTES = 128 << 10;

  private final Spool spool;
  private final String name;
  private final SpoolShares.Holding holding;
  private final CRC32C batchCrc = new CRC32C();
  private Disk.Content content;
  private int committedCrc;
  private long written;
  private long furthest;
  private boolean busy;
  private boolean sealed;
  private boolean deleted;
  private volatile Path path;
  private volatile long committed;

  SpoolFile(Spool spool, String name, SpoolShares.Holding holding) {
    this.spool = spool;
    this.name = name;
    this.holding = holding;
  }

  /** An access to the disk. */
  private interface Access {
    void run() throws IOException;
  }

  /** Returns how many bytes readers may see. */
  public long committed() {
    return committed;
  }

  public void append(ByteBuffer bytes) {
    int size = bytes.remaining();
    if (!begin()) {
      throw IndexedDbException.of(
          ErrorCode.SCAN_LOST, "Cannot spool the split: its scan was released. Scan again.");
    }
    whileBusy(
        () -> {
          spool.shares().reserve(holding, size);
          long position = written;
          written += size;
          furthest = Math.max(furthest, written);
          batchCrc.update(bytes.duplicate());
          openToWrite();
          content.write(bytes, position);
        });
  }

  public void commit() {
    committedCrc = JoinedChecksum.of(committedCrc, (int) batchCrc.getValue(), written - committed);
    batchCrc.reset();
    closeContent();
    committed = written;
  }

  /**
   * Goes back to what was committed. The bytes since stay on the disk until others come in their
   * place, or the split is sealed: there is nothing to wait for.
   */
  public void rollback() {
    written = committed;
    batchCrc.reset();
    spool.shares().shrink(holding, committed);
    closeContent();
  }

  /**
   * Writes the tail and ends the file.
   *
   * @param totals of the split, whose bytes and checksum do not count
   */
  public Seal seal(byte[] tail, Seal totals) {
    append(ByteBuffer.wrap(tail));
    if (furthest > written && begin()) {
      whileBusy(() -> content.truncate(written));
    }
    commit();
    synchronized (this) {
      sealed = true;
    }
    return new Seal(totals.rows(), totals.examined(), committed, committedCrc, totals.malformed());
  }

  /**
   * Lets the bytes of a sealed file go to the device. Its readers need not wait for that: what they
   * read is proven by its checksum, and no file outlives its agent.
   *
   * @param onFailure told on the disk's thread if the device does not keep them
   */
  public void sync(Consumer<IndexedDbException> onFailure) {
    spool.onDiskThread(
        () -> {
          try {
            force();
          } catch (IndexedDbException e) {
            onFailure.accept(e);
          }
        });
  }

  private void force() {
    synchronized (this) {
      if (deleted) {
        return;
      }
      busy = true;
    }
    whileBusy(
        () -> {
          try (Disk.Content whole = spool.disk().openToWrite(path)) {
            whole.force();
          } catch (NoSuchFileException e) {
            // Whoever reads it will be told: there is nothing to be kept.
            AgentLog.LOG.debug("{} is gone", path, e);
          }
        });
  }

  /**
   * Opens the file for one reader, who closes it.
   *
   * @throws IndexedDbException {@code SPLIT_DAMAGED} if it is not there
   */
  public Disk.Content open() {
    try {
      return spool.disk().open(path);
    } catch (IOException e) {
      throw damaged("its file cannot be opened (" + e.getMessage() + ")");
    }
  }

  /** Frees its bytes, and has the file deleted as soon as the disk has time. */
  public void delete() {
    boolean idle;
    synchronized (this) {
      if (deleted) {
        return;
      }
      deleted = true;
      idle = !busy;
    }
    spool.shares().end(holding);
    if (idle) {
      spool.onDiskThread(this::discard);
    }
  }

  private void discard() {
    try {
      if (content != null) {
        content.close();
      }
    } catch (IOException e) {
      warnOfDeletion(e);
    }
    try {
      if (path != null) {
        spool.disk().delete(path);
      }
    } catch (IOException e) {
      warnOfDeletion(e);
    }
  }

  private void warnOfDeletion(IOException cause) {
    AgentLog.LOG.warn("{} could not be deleted: {}", path, AgentLog.plain(cause.toString()));
  }

  private void openToWrite() throws IOException {
    if (content != null) {
      return;
    }
    if (path == null) {
      path = spool.created(name, made -> content = made);
    } else {
      content = spool.disk().openToWrite(path);
    }
  }

  private void closeContent() {
    if (content != null && begin()) {
      whileBusy(
          () -> {
            Disk.Content open = content;
            content = null;
            open.close();
          });
    }
  }

  /** Returns whether the file may be used; whoever begins ends through {@link #whileBusy}. */
  private synchronized boolean begin() {
    if (deleted || sealed) {
      return false;
    }
    busy = true;
    return true;
  }

  private void whileBusy(Access access) {
    try {
      access.run();
    } catch (IOException e) {
      throw spool.failed(e);
    } finally {
      end();
    }
  }

  private void end() {
    boolean discarded;
    synchronized (this) {
      busy = false;
      discarded = deleted;
    }
    if (discarded) {
      spool.onDiskThread(this::discard);
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
            spool.directory())
        .with("file", name);
  }

  /** Returns the error of a file that the disk does not read. */
  public IndexedDbException unreadable(IOException cause) {
    return spool.failed(cause);
  }
}
