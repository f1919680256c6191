// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.replica.sql.SqlDatabase;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The replica database of one agent: a directory with an SQLite database, locked by this process.
 *
 * <p>After a commit of which it is not certain that it is on the disk, the database keeps nothing
 * more: {@link #failure} says why, all writes throw that, and what is committed can still be read.
 * A database that turns out to be damaged is not read either.
 *
 * <p>Thread-safe, as are its writer, readers and maintenance. All methods wait for the disk.
 */
public final class ReplicaDatabase implements AutoCloseable {
  private final SqlDatabase database;
  private final String epoch;
  private final ReplicaWriter writer;
  private final ReplicaReader reader;
  private final DraftReader drafts;
  private final ReplicaMaintenance maintenance;

  private ReplicaDatabase(SqlDatabase database, InstantSource calendar) {
    this.database = database;
    this.epoch = database.reads().read(Versions::epoch);
    History history = new History(database);
    this.writer = new ReplicaWriter(database, calendar);
    this.reader = new ReplicaReader(database, history, calendar);
    this.drafts = new DraftReader(database);
    this.maintenance = new ReplicaMaintenance(database, history);
  }

  /**
   * Opens the database of a directory, or makes one.
   *
   * @param calendar the time that is written beside versions and clients; may jump
   * @throws IndexedDbException {@code REPLICAS_LOCKED} if another agent has it, {@code
   *     REPLICA_FORMAT} if a newer agent wrote it, {@code REPLICA_DAMAGED} if it is not as it was
   *     written, else {@code REPLICA_FAILED} or {@code REPLICA_FULL}
   */
  public static ReplicaDatabase open(Disk disk, Path directory, InstantSource calendar) {
    SqlDatabase database =
        SqlDatabase.open(
            disk,
            directory,
            session -> {
              Versions.create(session);
              return null;
            });
    try {
      return new ReplicaDatabase(database, calendar);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Returns the directory of the database. */
  public Path directory() {
    return database.directory();
  }

  /** Returns the random name of this database, which a backup shares and a new one does not. */
  public String epoch() {
    return epoch;
  }

  /** Returns the one writer. */
  public ReplicaWriter writer() {
    return writer;
  }

  /** Returns what reads versions. */
  public ReplicaReader reader() {
    return reader;
  }

  /** Returns what reads drafts. */
  public DraftReader drafts() {
    return drafts;
  }

  /** Returns what forgets, checks and copies. */
  public ReplicaMaintenance maintenance() {
    return maintenance;
  }

  /** Returns why nothing is kept any more, or nothing while all is well. */
  public Optional<IndexedDbException> failure() {
    return database.failures().failure();
  }

  /** Returns how many bytes the database has on the disk. */
  public long bytes() {
    return database.bytes();
  }

  /** Waits for whoever reads or writes, and lets go of the directory. */
  @Override
  public void close() {
    database.close();
  }
}
