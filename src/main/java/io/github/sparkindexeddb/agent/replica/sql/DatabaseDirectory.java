// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The directory of a replica database, locked by one agent and open to its user alone. Nobody but
 * SQLite opens its file: a process that closes a file gives up all its locks of it.
 */
final class DatabaseDirectory implements Closeable {
  static final String FILE = "replicas.db";

  /** The same as a spool's, so that no directory is both. */
  private static final String LOCK = "agent.lock";

  /** A database that is being made; it gets its name when it is whole. */
  private static final String NEW = "replicas.db.new";

  private static final String LOG = "-wal";
  private static final String JOURNAL = "-journal";

  /** Where locks and shared memory cannot be relied on, by how systems name their kinds. */
  private static final Set<String> NETWORK =
      Set.of(
          "9p",
          "afpfs",
          "afs",
          "beegfs",
          "ceph",
          "cifs",
          "davfs",
          "fuse.ceph",
          "fuse.glusterfs",
          "fuse.rclone",
          "fuse.s3fs",
          "fuse.sshfs",
          "glusterfs",
          "gpfs",
          "lustre",
          "ncpfs",
          "nfs",
          "nfs4",
          "smb2",
          "smb3",
          "smbfs",
          "v9fs",
          "webdav");

  private final Path path;
  private final Closeable lock;

  private DatabaseDirectory(Path path, Closeable lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes and locks the directory.
   *
   * @throws IndexedDbException {@code REPLICAS_LOCKED} if another agent has it, {@code
   *     REPLICA_FAILED} if it is not for this agent's user alone, or on another machine
   */
  static DatabaseDirectory open(Disk disk, Path named) throws IOException {
    Path path = named.toAbsolutePath();
    disk.createDirectory(path);
    String kind = disk.fileSystem(path);
    if (NETWORK.contains(kind.toLowerCase(Locale.ROOT)) || path.toString().startsWith("\\\\")) {
      throw refused(path, "it is on another machine, by '" + AgentLog.plain(kind) + "'");
    }
    Optional<String> distrust = disk.distrust(path);
    if (distrust.isPresent()) {
      throw refused(path, distrust.get() + ", so that others could change it");
    }
    disk.protect(path);
    Closeable lock = disk.lock(path.resolve(LOCK)).orElseThrow(() -> locked(path));
    DatabaseDirectory directory = new DatabaseDirectory(path, lock);
    try {
      directory.refuseLinks();
      return directory;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void refuseLinks() throws IOException {
    for (String name : new String[] {FILE, FILE + LOG, FILE + JOURNAL, NEW}) {
      if (Files.isSymbolicLink(path.resolve(name))) {
        throw refused(path, "'" + name + "' in it is a link");
      }
    }
  }

  Path path() {
    return path;
  }

  Path file() {
    return path.resolve(FILE);
  }

  Path log() {
    return path.resolve(FILE + LOG);
  }

  /** Returns whether there is a database. */
  boolean isMade() {
    if (Files.exists(file(), LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (Files.exists(log(), LinkOption.NOFOLLOW_LINKS)) {
      throw DatabaseFailures.damaged(path, "'" + FILE + "' is gone and its log is not");
    }
    return false;
  }

  /** Returns an empty file of the owner's alone for a database that is being made. */
  Path make(Disk disk) throws IOException {
    Path made = path.resolve(NEW);
    disk.delete(made);
    disk.delete(path.resolve(NEW + JOURNAL));
    disk.create(made).close();
    return made;
  }

  /** Gives a database its name, once all of it is on the disk. */
  void finish(Path made) throws IOException {
    Files.move(made, file(), StandardCopyOption.ATOMIC_MOVE);
    force(path);
  }

  /** Puts the names in a directory on the disk, where a system has a way to do that. */
  private static void force(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Returns what tells the file and its log from others that may come in their place. */
  Object identity() throws IOException {
    return List.of(key(file()), key(log()));
  }

  private static Object key(Path file) throws IOException {
    Object key =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? file : key;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static IndexedDbException locked(Path path) {
    return IndexedDbException.of(
        ErrorCode.REPLICAS_LOCKED,
        "Cannot use the replica database of '%s': another agent uses it. Stop that one or name"
            + " another directory with '--replicas'.",
        path);
  }

  private static IndexedDbException refused(Path path, String why) {
    return IndexedDbException.of(
        ErrorCode.REPLICA_FAILED,
        "Cannot use the replica database of '%s': %s. Name a directory of this user's own on a disk"
            + " of this machine with '--replicas'.",
        path,
        why);
  }
}
