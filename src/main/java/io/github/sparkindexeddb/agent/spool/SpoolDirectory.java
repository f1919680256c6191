// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The directory of the split files, locked by one agent. The lock ends with its process, however
 * that ends, so that whoever gets the lock knows that the files are of a dead agent. Immutable.
 */
final class SpoolDirectory {
  private static final String LOCK = "agent.lock";
  private static final String PREFIX = "spark-indexeddb-spool-";
  private static final Pattern SPLIT = Pattern.compile("[0-9]+\\.split");
  private static final int TRIES = 3;

  private final Disk disk;
  private final Path path;
  private final boolean temporary;
  private final Closeable lock;

  private SpoolDirectory(Disk disk, Path path, boolean temporary, Closeable lock) {
    this.disk = disk;
    this.path = path;
    this.temporary = temporary;
    this.lock = lock;
  }

  /**
   * Makes and locks the directory, and empties it of what a dead agent left.
   *
   * @param named the directory, or nothing for a new temporary one
   * @throws IndexedDbException {@code SPOOL_FAILED} if the directory is not for this agent alone
   */
  static SpoolDirectory open(Disk disk, Optional<Path> named) throws IOException {
    if (named.isPresent()) {
      return ofName(disk, named.get().toAbsolutePath());
    }
    deleteAbandoned(disk);
    return ofNoName(disk);
  }

  private static SpoolDirectory ofName(Disk disk, Path path) throws IOException {
    disk.createDirectory(path);
    Optional<String> distrust = disk.distrust(path);
    if (distrust.isPresent()) {
      throw refused(
          path,
          distrust.get()
              + ", so that others could change it. Name a directory of"
              + " this user's own");
    }
    refuseForeignFiles(disk, path);
    disk.protect(path);
    Closeable lock =
        disk.lock(path.resolve(LOCK))
            .orElseThrow(
                () -> refused(path, "another agent uses it. Stop that one or name another"));
    SpoolDirectory directory = new SpoolDirectory(disk, path, false, lock);
    try {
      directory.clear();
    } catch (IOException e) {
      lock.close();
      throw e;
    }
    return directory;
  }

  /**
   * Another agent that starts may take a new directory for an abandoned one: then there are more.
   */
  private static SpoolDirectory ofNoName(Disk disk) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Path path = disk.createTemporary(PREFIX);
      Optional<Closeable> lock = disk.lock(path.resolve(LOCK));
      if (lock.isPresent()) {
        return new SpoolDirectory(disk, path, true, lock.get());
      }
    }
    throw new IOException("other agents take away each new directory");
  }

  private static void deleteAbandoned(Disk disk) throws IOException {
    for (Path path : disk.temporary(PREFIX)) {
      try {
        deleteIfAbandoned(disk, path);
      } catch (IOException e) {
        AgentLog.LOG.warn(
            "what an earlier agent left in {} could not be deleted: {}",
            path,
            AgentLog.plain(e.toString()));
      }
    }
  }

  private static void deleteIfAbandoned(Disk disk, Path path) throws IOException {
    List<String> names = disk.list(path);
    if (!names.contains(LOCK) || !foreign(names).isEmpty()) {
      return;
    }
    Optional<Closeable> lock = disk.lock(path.resolve(LOCK));
    if (lock.isPresent()) {
      new SpoolDirectory(disk, path, true, lock.get()).close();
      AgentLog.LOG.info("deleted {}, which an agent left that was killed", path);
    }
  }

  Path path() {
    return path;
  }

  /** Empties and unlocks it, and deletes it if it is temporary. */
  void close() throws IOException {
    try (lock) {
      clear();
      if (temporary) {
        disk.delete(path.resolve(LOCK));
        disk.delete(path);
      }
    }
  }

  /** Lets go of a directory that is not there any more. */
  void forget() throws IOException {
    lock.close();
  }

  private void clear() throws IOException {
    for (String name : disk.list(path)) {
      if (SPLIT.matcher(name).matches()) {
        disk.delete(path.resolve(name));
      }
    }
  }

  /** Emptying a directory that someone named by mistake would be worse than not starting. */
  private static void refuseForeignFiles(Disk disk, Path path) throws IOException {
    List<String> foreign = foreign(disk.list(path));
    if (!foreign.isEmpty()) {
      throw refused(
          path,
          "it holds other files, as '"
              + AgentLog.plain(foreign.get(0))
              + "', and a spool is emptied. Name an empty directory");
    }
  }

  private static List<String> foreign(List<String> names) {
    return names.stream()
        .filter(name -> !name.equals(LOCK) && !SPLIT.matcher(name).matches())
        .sorted()
        .toList();
  }

  private static IndexedDbException refused(Path path, String why) {
    return IndexedDbException.of(
        ErrorCode.SPOOL_FAILED,
        "Cannot use the spool directory '%s': %s with '--spool'.",
        path,
        why);
  }
}
