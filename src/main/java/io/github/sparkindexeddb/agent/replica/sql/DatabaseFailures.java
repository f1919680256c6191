// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What went wrong with the database, and whether it may go on. After an error of the disk in a
 * write nobody knows what is on it, so that nothing is written again; a damaged database is not
 * read either. A disk that is full, or a lock, ends nothing.
 *
 * <p>Thread-safe.
 */
public final class DatabaseFailures {
  private final Path directory;
  private IndexedDbException failure;

  DatabaseFailures(Path directory) {
    this.directory = directory;
  }

  /** Returns why nothing is written any more. */
  public synchronized Optional<IndexedDbException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Throws if nothing may be written any more. */
  void requireWritable() {
    failure().ifPresent(DatabaseFailures::throwAgain);
  }

  /** Throws if nothing may be read any more. */
  void requireReadable() {
    failure()
        .filter(error -> error.code() == ErrorCode.REPLICA_DAMAGED)
        .ifPresent(DatabaseFailures::throwAgain);
  }

  /** Each thread gets an exception of its own, with its own way there. */
  private static void throwAgain(IndexedDbException error) {
    throw IndexedDbException.of(error.code(), "%s", error.sentence()).causedBy(error);
  }

  /** Returns what a failed write means, and ends all others if it must. */
  IndexedDbException ofWrite(SQLException cause) {
    return switch (Sqlite.kind(cause)) {
      case DAMAGED -> damaged(cause.getMessage()).causedBy(cause);
      case DISK -> stopped(failed("its disk failed (" + cause.getMessage() + ")")).causedBy(cause);
      case FULL -> full().causedBy(cause);
      case OTHER -> failed(cause.getMessage()).causedBy(cause);
    };
  }

  /** Returns what a failed read means. */
  IndexedDbException ofRead(SQLException cause) {
    return Sqlite.kind(cause) == Sqlite.Kind.DAMAGED
        ? damaged(cause.getMessage()).causedBy(cause)
        : IndexedDbException.of(
                ErrorCode.REPLICA_FAILED,
                "Cannot read the replica database of '%s': %s. Check its disk and run the query"
                    + " again.",
                directory,
                AgentLog.plain(cause.getMessage()))
            .causedBy(cause);
  }

  /**
   * Returns the error of a database that is not as it was written, and ends its use.
   *
   * @param how it differs, as {@code a record is other than its checksum}
   */
  public IndexedDbException damaged(String how) {
    return stopped(damaged(directory, how));
  }

  /** Returns the error of a database that was changed from outside, and ends writing. */
  IndexedDbException taken(String how) {
    return stopped(failed(how));
  }

  static IndexedDbException damaged(Path directory, String how) {
    return IndexedDbException.of(
        ErrorCode.REPLICA_DAMAGED,
        "Cannot use the replica database of '%s': it is damaged (%s). Check the disk, and put a"
            + " backup in its place or name an empty directory with '--replicas'.",
        directory,
        AgentLog.plain(how));
  }

  private IndexedDbException full() {
    return IndexedDbException.of(
        ErrorCode.REPLICA_FULL,
        "Cannot keep replicas in '%s': the disk is full. Free space on it; then rounds go on by"
            + " themselves.",
        directory);
  }

  private IndexedDbException failed(String why) {
    return IndexedDbException.of(
        ErrorCode.REPLICA_FAILED,
        "Cannot keep replicas in '%s': %s. Check the disk, then start the agent again.",
        directory,
        AgentLog.plain(why));
  }

  private synchronized IndexedDbException stopped(IndexedDbException error) {
    if (failure == null) {
      failure = error;
      AgentLog.LOG.error("{} {}", error.code(), AgentLog.plain(error.sentence()));
    }
    return IndexedDbException.of(error.code(), "%s", error.sentence());
  }
}
