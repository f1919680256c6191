// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.HeapShare;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The split files: the only way from the agent to the disk. Their directory is locked by one agent,
 * emptied at start and end, and made anew when it is gone; names of files are made here and hold no
 * data. Whoever writes does not wait for the disk: its own threads do.
 *
 * <p>Thread-safe.
 */
public final class Spool implements AutoCloseable {
  /** Less free space than this makes a failed write one for want of space. */
  private static final long MIN_FREE_BYTES = 4 << 20;

  private static final int HEAP_PART = 16;

  /** What waits for the disk beyond this has no use but for a disk that is slow for long. */
  private static final long MAX_BUFFERED_BYTES = 64 << 20;

  private final Disk disk;
  private final Optional<Path> named;
  private final SpoolShares shares;
  private final DiskThreads threads = new DiskThreads();
  private final BufferPool buffers =
      new BufferPool(Math.min(HeapShare.partOf(HEAP_PART), MAX_BUFFERED_BYTES));
  private final AtomicLong files = new AtomicLong();
  private volatile SpoolDirectory directory;

  private Spool(Disk disk, SpoolOptions options) throws IOException {
    this.disk = disk;
    this.named = options.directory();
    this.shares = new SpoolShares(options.limit());
    this.directory = SpoolDirectory.open(disk, named);
  }

  /**
   * Locks and empties the directory.
   *
   * @throws IndexedDbException {@code SPOOL_FAILED} if the directory is another agent's or user's,
   *     holds other files or cannot be used
   */
  public static Spool open(Disk disk, SpoolOptions options) {
    try {
      return new Spool(disk, options);
    } catch (IOException e) {
      throw IndexedDbException.of(
              ErrorCode.SPOOL_FAILED,
              "Cannot use the spool directory '%s': %s. Name another with '--spool'.",
              options.directory().map(Path::toString).orElse("(temporary)"),
              e)
          .causedBy(e);
    }
  }

  public Path directory() {
    return directory.path();
  }

  /** Returns the bytes of all split files. */
  public long used() {
    return shares.used();
  }

  public long limit() {
    return shares.limit();
  }

  /**
   * Returns an empty file for the body of a split.
   *
   * @param owner whose bytes these are, in words that errors repeat
   * @param onTaken told when the file has to go, as others need the room; does not block
   */
  public SpoolFile create(String owner, Consumer<IndexedDbException> onTaken) {
    Consumer<IndexedDbException> logged =
        error -> {
          AgentLog.LOG.warn(AgentLog.plain(error.getMessage()));
          onTaken.accept(error);
        };
    return new SpoolFile(
        this, files.incrementAndGet() + ".split", new SpoolShares.Holding(owner, logged));
  }

  /**
   * Asks the disk whether it is there, which takes long if it hangs. A directory that is gone is
   * made anew.
   *
   * @throws IndexedDbException {@code SPOOL_FAILED} if it is not
   */
  public void requireDisk() {
    SpoolDirectory current = directory;
    try {
      disk.free(current.path());
    } catch (NoSuchFileException e) {
      renew(current);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void renew(SpoolDirectory gone) {
    try {
      renewed(gone);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  Disk disk() {
    return disk;
  }

  SpoolShares shares() {
    return shares;
  }

  DiskThreads threads() {
    return threads;
  }

  BufferPool buffers() {
    return buffers;
  }

  /** Returns where a new file goes; those who clean temporary directories may have deleted that. */
  Path created(String name, Consumer<Disk.Content> content) throws IOException {
    SpoolDirectory current = directory;
    try {
      return created(current, name, content);
    } catch (NoSuchFileException e) {
      return created(renewed(current), name, content);
    }
  }

  private Path created(SpoolDirectory in, String name, Consumer<Disk.Content> content)
      throws IOException {
    Path path = in.path().resolve(name);
    content.accept(disk.create(path));
    return path;
  }

  private synchronized SpoolDirectory renewed(SpoolDirectory gone) throws IOException {
    if (directory == gone) {
      gone.forget();
      directory = SpoolDirectory.open(disk, named);
      AgentLog.LOG.warn("the spool {} is gone; going on in {}", gone.path(), directory.path());
    }
    return directory;
  }

  /** Returns the error that a failed access to the disk means, and logs it. */
  IndexedDbException failed(IOException cause) {
    AgentLog.LOG.error("the spool failed in {}", directory(), cause);
    if (isFull(cause)) {
      return IndexedDbException.of(
              ErrorCode.SPOOL_FULL,
              "Cannot spool the split: the disk of '%s' is full. Free space on it or name another"
                  + " with '--spool'.",
              directory())
          .causedBy(cause);
    }
    return IndexedDbException.of(
            ErrorCode.SPOOL_FAILED,
            "Cannot spool the split: the disk of '%s' failed (%s). Check the disk.",
            directory(),
            cause.getMessage())
        .causedBy(cause);
  }

  @Override
  public void close() {
    try {
      if (!threads.close()) {
        AgentLog.LOG.warn("the disk of {} does not answer", directory());
      }
      directory.close();
    } catch (IOException e) {
      AgentLog.LOG.warn("the spool could not be emptied: {}", AgentLog.plain(e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isFull(IOException cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space") || message.contains("quota")) {
      return true;
    }
    try {
      return disk.free(directory()) < MIN_FREE_BYTES;
    } catch (IOException e) {
      return false;
    }
  }
}
