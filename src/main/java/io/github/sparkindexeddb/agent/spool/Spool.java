// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The directory of split files: the only way from the agent to the disk. Locked by one agent,
 * emptied at start and end; names of files are made here and hold no data.
 *
 * <p>Thread-safe.
 */
public final class Spool implements AutoCloseable {
  private static final String LOCK = "agent.lock";
  private static final Pattern SPLIT = Pattern.compile("[0-9]+\\.split");

  /** Less free space than this makes a failed write one for want of space. */
  private static final long MIN_FREE_BYTES = 4 << 20;

  private final Disk disk;
  private final Path directory;
  private final long limit;
  private final boolean temporary;
  private final Closeable lock;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong files = new AtomicLong();

  private Spool(Disk disk, SpoolOptions options, Path directory) throws IOException {
    this.disk = disk;
    this.directory = directory;
    this.limit = options.limit();
    this.temporary = options.directory().isEmpty();
    disk.createDirectory(directory);
    refuseForeignFiles();
    disk.protect(directory);
    this.lock = disk.lock(directory.resolve(LOCK)).orElseThrow(this::lockedByOther);
    clear();
  }

  /**
   * Locks and empties the directory.
   *
   * @throws IndexedDbException {@code SPOOL_FAILED} if the directory is another agent's, holds
   *     other files or cannot be used
   */
  public static Spool open(Disk disk, SpoolOptions options) {
    try {
      Path directory =
          options.directory().isPresent()
              ? options.directory().get().toAbsolutePath()
              : Files.createTempDirectory("spark-indexeddb-spool-");
      return new Spool(disk, options, directory);
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
    return directory;
  }

  /** Returns the bytes of all split files. */
  public long used() {
    return used.get();
  }

  public long limit() {
    return limit;
  }

  /** Returns an empty file for the body of a split. */
  public SpoolFile create() {
    return new SpoolFile(this, directory.resolve(files.incrementAndGet() + ".split"));
  }

  /**
   * Asks the disk whether it is there, which takes long if it hangs.
   *
   * @throws IndexedDbException {@code SPOOL_FAILED} if it is not
   */
  public void requireDisk() {
    try {
      disk.free(directory);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  Disk disk() {
    return disk;
  }

  /**
   * Counts bytes that are going to be written.
   *
   * @throws IndexedDbException {@code SPOOL_FULL} if the bytes would go over the limit
   */
  void reserve(long bytes) {
    if (used.addAndGet(bytes) > limit) {
      used.addAndGet(-bytes);
      throw IndexedDbException.of(
              ErrorCode.SPOOL_FULL,
              "Cannot spool the split: the spool holds %s of at most %s bytes. Raise"
                  + " '--spool-limit', read fewer columns, or lower '--scan-ttl'.",
              used.get(),
              limit)
          .with("limit", limit);
    }
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Returns the error that a failed access to the disk means, and logs it. */
  IndexedDbException failed(IOException cause) {
    AgentLog.LOG.error("the spool failed in {}", directory, cause);
    if (isFull(cause)) {
      return IndexedDbException.of(
              ErrorCode.SPOOL_FULL,
              "Cannot spool the split: the disk of '%s' is full. Free space on it or name another"
                  + " with '--spool'.",
              directory)
          .causedBy(cause);
    }
    return IndexedDbException.of(
            ErrorCode.SPOOL_FAILED,
            "Cannot spool the split: the disk of '%s' failed (%s). Check the disk.",
            directory,
            cause.getMessage())
        .causedBy(cause);
  }

  @Override
  public void close() {
    try {
      clear();
      lock.close();
      if (temporary) {
        disk.delete(directory.resolve(LOCK));
        disk.delete(directory);
      }
    } catch (IOException e) {
      AgentLog.LOG.warn("the spool could not be emptied: {}", AgentLog.plain(e.toString()));
    }
  }

  private boolean isFull(IOException cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space") || message.contains("quota")) {
      return true;
    }
    try {
      return disk.free(directory) < MIN_FREE_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  /** Emptying a directory that someone named by mistake would be worse than not starting. */
  private void refuseForeignFiles() throws IOException {
    List<String> foreign =
        disk.list(directory).stream()
            .filter(name -> !name.equals(LOCK) && !SPLIT.matcher(name).matches())
            .sorted()
            .toList();
    if (!foreign.isEmpty()) {
      throw IndexedDbException.of(
          ErrorCode.SPOOL_FAILED,
          "Cannot use the spool directory '%s': it holds other files, as '%s', and a spool is"
              + " emptied. Name an empty directory with '--spool'.",
          directory,
          AgentLog.plain(foreign.get(0)));
    }
  }

  private void clear() throws IOException {
    for (String name : disk.list(directory)) {
      if (SPLIT.matcher(name).matches()) {
        disk.delete(directory.resolve(name));
      }
    }
  }

  private IndexedDbException lockedByOther() {
    return IndexedDbException.of(
        ErrorCode.SPOOL_FAILED,
        "Cannot use the spool directory '%s': another agent uses it. Stop that one or name another"
            + " with '--spool'.",
        directory);
  }
}
