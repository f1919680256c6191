// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.SqlDatabase;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
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
    return database.reads().read(session -> new Check(session).report());
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

  /** Proves that all rows are what was written, and that they go together. */
  private static final class Check {
    private final SqlSession session;
    private long clients;
    private long stores;
    private long records;
    private long past;

    Check(SqlSession session) {
      this.session = session;
    }

    CheckReport report() throws SQLException {
      long versions = versions();
      for (Catalog.Client client : Catalog.clients(session)) {
        clients++;
        for (Catalog.Database database : Catalog.databases(session, client.id())) {
          for (Catalog.Store store : Catalog.stores(session, database.id())) {
            check(database, store);
          }
        }
      }
      requireNoOrphans();
      return new CheckReport(clients, stores, records, past, versions);
    }

    /** Each version from the floor on is there, later than the one before. */
    private long versions() throws SQLException {
      long[] last = {Versions.floor(session), -1, 0};
      session.forEach(
          "SELECT number, published, client_database, draft, settled, confirmed, changes, mark,"
              + " checksum FROM version WHERE number > ? ORDER BY number",
          row -> {
            Versions.Row version = Versions.read(session, row);
            require(version.number() == last[0] + 1, "a version before " + version.number());
            require(version.at() > last[1], "the time of version " + version.number());
            last[0] = version.number();
            last[1] = version.at();
            last[2]++;
            return true;
          },
          last[0]);
      require(last[0] == Versions.newest(session), "the newest version");
      return last[2];
    }

    private void check(Catalog.Database database, Catalog.Store store) throws SQLException {
      stores++;
      long[] sum = new long[3];
      session.forEach(
          "SELECT record_key, draft, digest, checksum, line FROM record WHERE store = ?",
          row -> {
            byte[] line = row.getBytes(5);
            requireRecord(store, row, line);
            sum[0]++;
            sum[1] += line.length;
            require(row.getLong(2) <= database.draft(), "the draft of a record");
            return true;
          },
          store.id());
      records += sum[0];
      if (store.until() == null) {
        require(sum[0] == store.counts().records(), "how many records a store has");
        require(sum[1] == store.counts().bytes(), "how many bytes a store has");
        require(pending(database, store) == store.counts().pending(), "what a draft has changed");
      }
      session.forEach(
          "SELECT record_key, draft, was_draft, was_digest, checksum, was_line FROM undo WHERE store"
              + " = ?",
          row -> {
            requirePast(store, row);
            require(row.getLong(2) <= database.draft(), "the draft of a past record");
            past++;
            return true;
          },
          store.id());
      checkStates(database, store);
    }

    private void requireRecord(Catalog.Store store, ResultSet row, byte[] line)
        throws SQLException {
      byte[] digest = row.getBytes(3);
      session.require(
          "a record", row.getLong(4), store.id(), row.getBytes(1), row.getLong(2), digest, line);
      require(Arrays.equals(StoredRecord.digestOf(line), digest), "the digest of a record");
      KeyCodec.decode(row.getBytes(1));
    }

    private void requirePast(Catalog.Store store, ResultSet row) throws SQLException {
      byte[] line = row.getBytes(6);
      byte[] digest = row.getBytes(4);
      session.require(
          "a past record",
          row.getLong(5),
          store.id(),
          row.getBytes(1),
          row.getLong(2),
          row.getLong(3),
          digest,
          line);
      require(Arrays.equals(StoredRecord.digestOf(line), digest), "the digest of a past record");
      require(row.getLong(3) < row.getLong(2), "the drafts of a past record");
    }

    /** What is other in the draft: changed or new records, and those that are gone. */
    private long pending(Catalog.Database database, Catalog.Store store) throws SQLException {
      return session.number(
          "SELECT (SELECT COUNT(*) FROM record WHERE store = ? AND draft = ?) + (SELECT COUNT(*) FROM"
              + " undo WHERE store = ? AND draft = ? AND NOT EXISTS (SELECT 1 FROM record WHERE"
              + " record.store = undo.store AND record.record_key = undo.record_key))",
          store.id(),
          database.draft(),
          store.id(),
          database.draft());
    }

    /** Each version that can be read has as many records as was noted when it was published. */
    private void checkStates(Catalog.Database database, Catalog.Store store) throws SQLException {
      long published = database.draft() - 1;
      if (store.isIn(published)) {
        long noted = Publisher.stateAt(session, store.id(), published).records();
        long found = new PageQuery(session, store.id(), published).count(KeySpan.ALL);
        require(noted == found, "how many records a version has");
      }
    }

    private void requireNoOrphans() throws SQLException {
      for (String table : new String[] {"record", "undo", "block", "summary", "store_state"}) {
        require(
            !session.exists(
                "SELECT 1 FROM "
                    + table
                    + " WHERE NOT EXISTS (SELECT 1 FROM store WHERE store.id = "
                    + table
                    + ".store) LIMIT 1"),
            "the store of a row");
      }
    }

    private void require(boolean isRight, String what) {
      if (!isRight) {
        throw session.damaged(what + " is wrong");
      }
    }
  }
}
