// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.SqlDatabase;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Forgets what must not be kept, and looks after the database. Thread-safe. */
public final class ReplicaMaintenance {
  private final SqlDatabase database;
  private final History history;

  ReplicaMaintenance(SqlDatabase database, History history) {
    this.database = database;
    this.history = history;
  }

  /** Erases each store whose client was not seen for longer than the store's {@code keep}. */
  public List<Erasure> expire(Instant now) {
    return Erasures.run(database, session -> Erasures.ofExpired(session, Versions.micros(now)));
  }

  /**
   * Raises the floor to the newest version of a moment, or to one that is held, and deletes what
   * only versions below need, some at a time.
   *
   * @param oldest moment whose state can still be read
   * @return the floor
   */
  public long trim(Instant oldest) {
    return history.trim(Versions.micros(oldest));
  }

  /**
   * Writes the file anew, as small as it can be. Needs as much room again meanwhile, and rounds
   * wait for it.
   */
  public void compact() {
    Erasures.compact(database);
  }

  /**
   * Returns whether pieces of what was erased may still be in unused bytes of a file that was too
   * large to be written anew at once, so that it must be compacted soon.
   */
  public boolean isCompactionDue() {
    return database.reads().read(Versions::hasTraces);
  }

  /**
   * Reads the whole database and proves all of it.
   *
   * @throws IndexedDbException {@code REPLICA_DAMAGED} with what is wrong
   */
  public CheckReport check() {
    database.requireStructure();
    return database.reads().read(session -> new ReplicaCheck(session).report());
  }

  /**
   * What a check has proven.
   *
   * @param records of the newest states
   * @param past states that only the history has
   */
  public record CheckReport(long clients, long stores, long records, long past, long versions) {}

  /**
   * Writes a copy of the database as it is now into a new file, which only the owner may read. In a
   * directory, by the name {@code replicas.db}, it is a replica database.
   *
   * @throws IndexedDbException {@code REPLICA_FAILED} if there is such a file
   */
  public void backup(Path file) {
    database.copy(file);
  }
}
