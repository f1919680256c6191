// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Forgets what must not be kept, and looks after the database. */
public final class ReplicaMaintenance {

  /** Erases each store whose client was not seen for longer than the store's {@code keep}. */
  public List<Erasure> expire(Instant now) {
    throw new UnsupportedOperationException();
  }

  /**
   * Raises the floor to the newest version that is older than the history, or held, and deletes
   * what only versions below need, some at a time.
   *
   * @return the floor
   */
  public long trim(Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Gives what the database does not need any more back to the file system. */
  public void compact() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads the whole database and proves all of it.
   *
   * @throws IndexedDbException {@code REPLICA_DAMAGED} with what is wrong
   */
  public CheckReport check() {
    throw new UnsupportedOperationException();
  }

  /**
   * What a check has proven.
   *
   * @param records of the newest states
   * @param past states that only the history has
   */
  public record CheckReport(long clients, long stores, long records, long past, long versions) {}

  /**
   * Writes a copy of the database as it is now into a new file, which only the owner may read.
   *
   * @throws IndexedDbException {@code REPLICA_FAILED} if there is such a file
   */
  public void backup(Path file) {
    throw new UnsupportedOperationException();
  }
}
