// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The body of one split on disk. Bytes are appended as they come and count only after {@link
 * #commit}; {@link #rollback} forgets what came since. No method waits for the disk but those of
 * readers: its threads do what was asked for, in order, and the futures fail with {@code
 * SPOOL_FULL} or {@code SPOOL_FAILED}. The file is open only while a batch comes.
 *
 * <p>One thread at a time appends, commits, rolls back and seals, and goes on once the future of
 * the latter three is complete; the other methods may be called by any. Fields without a lock
 * belong to the file's tasks, of which one runs at a time.
 */
public final class SpoolFile {
  private final Spool spool;
  private final String name;
  private final SpoolShares.Holding holding;
  private final WriteBuffer buffer;
  private final SerialTasks tasks;
  private final AtomicBoolean deleted = new AtomicBoolean();
  private final CRC32C batchCrc = new CRC32C();
  private Disk.Content content;
  private int committedCrc;
  private long written;
  private long furthest;
  private volatile IndexedDbException failure;
  private volatile Path path;
  private volatile long committed;

  SpoolFile(Spool spool, String name, SpoolShares.Holding holding) {
    this.spool = spool;
    this.name = name;
    this.holding = holding;
    this.buffer = new WriteBuffer(spool.buffers());
    this.tasks = new SerialTasks(spool.threads()::write);
  }

  /** An access to the disk. */
  private interface Access {
    void run() throws IOException;
  }

  /** Returns how many bytes readers may see. */
  public long committed() {
    return committed;
  }

  /**
   * Takes all of the bytes, which are written later.
   *
   * @throws IndexedDbException if they cannot be, for all that is known by now: {@code SPOOL_FULL},
   *     {@code SPOOL_FAILED}, or {@code SCAN_LOST} if the file is deleted
   */
  public void append(ByteBuffer bytes) {
    requireSound();
    spool.shares().reserve(holding, bytes.remaining());
    for (int full = buffer.put(bytes); full > 0; full--) {
      tasks.execute(this::writeNext);
    }
  }

  /** Returns when more may be appended: now, unless the disk is slower than they come. */
  public CompletableFuture<Void> room() {
    return buffer.room();
  }

  /** Lets all that was appended count, once it is written. */
  public CompletableFuture<Void> commit() {
    writeRest();
    return CompletableFuture.runAsync(this::commitWritten, tasks);
  }

  /**
   * Goes back to what was committed. The bytes since stay on the disk until others come in their
   * place, or the split is sealed.
   */
  public CompletableFuture<Void> rollback() {
    buffer.drop();
    return CompletableFuture.runAsync(this::forgetUncommitted, tasks);
  }

  /**
   * Writes the tail and ends the file.
   *
   * @param totals of the split, whose bytes and checksum do not count
   */
  public CompletableFuture<Seal> seal(byte[] tail, Seal totals) {
    try {
      append(ByteBuffer.wrap(tail));
    } catch (IndexedDbException e) {
      return CompletableFuture.failedFuture(e);
    }
    writeRest();
    return CompletableFuture.supplyAsync(() -> sealed(totals), tasks);
  }

  /**
   * Lets the bytes of a sealed file go to the device. Its readers need not wait for that: what they
   * read is proven by its checksum, and no file outlives its agent.
   *
   * @param onFailure told on the disk's thread if the device does not keep them
   */
  public void sync(Consumer<IndexedDbException> onFailure) {
    runLast(
        () -> {
          try {
            access(this::force);
          } catch (IndexedDbException e) {
            onFailure.accept(e);
          }
        });
  }

  /** Frees its bytes, and has the file deleted as soon as the disk has time. */
  public void delete() {
    if (deleted.compareAndSet(false, true)) {
      spool.shares().end(holding);
      buffer.close();
      runLast(this::discard);
    }
  }

  /** Runs a task after all that was asked for before, for which nothing else has to wait. */
  void runLast(Runnable task) {
    tasks.execute(() -> spool.threads().runLast(task));
  }

  private void requireSound() {
    if (deleted.get()) {
      throw IndexedDbException.of(
          ErrorCode.SCAN_LOST, "Cannot spool the split: its scan was released. Scan again.");
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void writeRest() {
    if (buffer.flush()) {
      tasks.execute(this::writeNext);
    }
  }

  private void writeNext() {
    ByteBuffer next = buffer.next();
    if (next == null) {
      return;
    }
    try {
      requireSound();
      access(() -> write(next.duplicate()));
    } catch (RuntimeException e) {
      failure = AgentErrors.of(e);
    } finally {
      buffer.release(next);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    batchCrc.update(bytes.duplicate());
    openToWrite();
    while (bytes.hasRemaining()) {
      written += content.write(bytes, written);
      furthest = Math.max(furthest, written);
    }
  }

  private void commitWritten() {
    requireSound();
    access(this::closeContent);
    committedCrc = JoinedChecksum.of(committedCrc, (int) batchCrc.getValue(), written - committed);
    batchCrc.reset();
    committed = written;
  }

  private void forgetUncommitted() {
    requireSound();
    written = committed;
    batchCrc.reset();
    spool.shares().shrink(holding, committed);
    access(this::closeContent);
  }

  private Seal sealed(Seal totals) {
    requireSound();
    access(
        () -> {
          openToWrite();
          if (furthest > written) {
            content.truncate(written);
          }
        });
    commitWritten();
    return new Seal(totals.rows(), totals.examined(), committed, committedCrc, totals.malformed());
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

  private void closeContent() throws IOException {
    if (content != null) {
      Disk.Content open = content;
      content = null;
      open.close();
    }
  }

  private void force() throws IOException {
    if (deleted.get()) {
      return;
    }
    try (Disk.Content whole = spool.disk().openToWrite(path)) {
      whole.force();
    } catch (NoSuchFileException e) {
      // Whoever reads it will be told: there is nothing to be kept.
      AgentLog.LOG.debug("{} is gone", path, e);
    }
  }

  private void discard() {
    try {
      closeContent();
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

  private void access(Access access) {
    try {
      access.run();
    } catch (IOException e) {
      throw spool.failed(e);
    }
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
