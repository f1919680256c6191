// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.RowChecksum;
import io.github.sparkindexeddb.agent.replica.sql.SqlDatabase;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import io.github.sparkindexeddb.agent.replica.sql.WriteTransactions;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Erases stores with their past, and leaves the keys that readers of changes have to delete. An
 * erasure is a version if a version had what is erased. Stateless: each method is given a
 * transaction.
 */
final class Erasures {
  /** A client of which nothing is kept is forgotten after so long. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  /** To write more anew would keep rounds waiting for more than a few seconds. */
  private static final long MAX_REWRITTEN_BYTES = 512L << 20;

  /** Not of a database. */
  private static final Catalog.Database NONE = new Catalog.Database(0, 0, "", 0, null);

  private final SqlSession session;
  private final Catalog.Client client;
  private long version;
  private long stores;
  private long records;
  private long past;

  private Erasures(SqlSession session, Catalog.Client client) {
    this.session = session;
    this.client = client;
  }

  /**
   * Erases in a transaction, and then the traces of it, unless that takes too long while others
   * wait: the next compaction erases those.
   */
  static List<Erasure> run(SqlDatabase database, WriteTransactions.Work<List<Erasure>> work) {
    List<Erasure> erasures =
        database
            .writes()
            .durably(
                session -> {
                  List<Erasure> done = work.run(session);
                  if (!done.isEmpty()) {
                    Versions.setTraces(session, true);
                  }
                  return done;
                });
    if (!erasures.isEmpty()) {
      eraseTraces(database);
    }
    return erasures;
  }

  /** What was erased is so already: who waits for the receipt does not wait for room. */
  private static void eraseTraces(SqlDatabase database) {
    try {
      if (database.bytes() <= MAX_REWRITTEN_BYTES) {
        compact(database);
      } else {
        database.writes().emptyLog();
      }
    } catch (IndexedDbException e) {
      if (e.code() != ErrorCode.REPLICA_FULL) {
        throw e;
      }
      AgentLog.LOG.warn("pieces of what was erased wait for a compaction: {}", e.sentence());
    }
  }

  /** Writes the file anew, without what was erased. */
  static void compact(SqlDatabase database) {
    database.compact();
    database
        .writes()
        .soon(
            session -> {
              Versions.setTraces(session, false);
              return null;
            });
  }

  /** Erases all clients of that id. */
  static List<Erasure> ofClients(SqlSession session, String id, long now) throws SQLException {
    List<Erasure> all = new ArrayList<>();
    for (Catalog.Client client : Catalog.clients(session, id)) {
      Erasures erasures = new Erasures(session, client);
      for (Catalog.Database database : Catalog.databases(session, client.id())) {
        for (Catalog.Store store : Catalog.stores(session, database.id())) {
          erasures.erase(database, store, now);
        }
        erasures.deleteIfEmpty(database);
      }
      erasures.deleteClient();
      erasures.receipt().ifPresent(all::add);
    }
    return all;
  }

  /** Erases a store, whatever there was of that name before included. */
  static List<Erasure> ofStore(
      SqlSession session, ClientName name, String databaseName, String storeName, long now)
      throws SQLException {
    Optional<Catalog.Client> client = Catalog.client(session, name);
    Optional<Catalog.Database> database =
        client.isPresent()
            ? Catalog.database(session, client.get().id(), databaseName)
            : Optional.empty();
    if (database.isEmpty()) {
      return List.of();
    }
    Erasures erasures = new Erasures(session, client.get());
    for (Catalog.Store store : Catalog.stores(session, database.get().id(), storeName)) {
      erasures.erase(database.get(), store, now);
    }
    erasures.deleteIfEmpty(database.get());
    return erasures.receipt().stream().toList();
  }

  /** Erases what is kept for longer than it may, and forgets clients of whom nothing is left. */
  static List<Erasure> ofExpired(SqlSession session, long now) throws SQLException {
    List<Erasure> all = new ArrayList<>();
    for (Catalog.Client client : Catalog.clients(session)) {
      Erasures erasures = new Erasures(session, client);
      List<Catalog.Database> databases = Catalog.databases(session, client.id());
      for (Catalog.Database database : databases) {
        for (Catalog.Store store : Catalog.stores(session, database.id())) {
          // A page may say to keep it for ever, which must not keep what is others'.
          if (now - client.lastSeen() > TimeUnit.MILLISECONDS.toMicros(store.keep())) {
            erasures.erase(database, store, now);
          }
        }
        erasures.deleteIfEmpty(database);
      }
      if (erasures.isForgotten(now)) {
        erasures.deleteClient();
      }
      erasures.receipt().ifPresent(all::add);
    }
    return all;
  }

  private boolean isForgotten(long now) throws SQLException {
    return client.lastSeen() + FORGOTTEN.toNanos() / 1_000 < now
        && Catalog.databases(session, client.id()).isEmpty();
  }

  private void erase(Catalog.Database database, Catalog.Store store, long now) throws SQLException {
    long published = database.draft() - 1;
    if (store.isIn(published)) {
      if (version == 0) {
        version = Versions.publish(session, NONE, true, 0, now).number();
      }
      leaveKeys(database, store, published);
    }
    stores++;
    records += session.number("SELECT COUNT(*) FROM record WHERE store = ?", store.id());
    past += session.number("SELECT COUNT(*) FROM undo WHERE store = ?", store.id());
    delete(session, store.id());
  }

  private void leaveKeys(Catalog.Database database, Catalog.Store store, long published)
      throws SQLException {
    long id = Versions.nextId(session);
    ClientName name = client.name();
    String layout = store.layout().name();
    session.update(
        "INSERT INTO erasure (id, version, client, origin, client_database, store, checksum)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        id,
        version,
        name.id(),
        name.origin(),
        database.name(),
        layout,
        RowChecksum.of(id, version, name.id(), name.origin(), database.name(), layout));
    session.forEach(
        "SELECT record_key FROM record WHERE store = ? AND draft <= ? UNION ALL SELECT record_key"
            + " FROM undo WHERE store = ? AND was_draft <= ? AND draft > ?",
        row -> {
          byte[] key = row.getBytes(1);
          session.update(
              "INSERT INTO erased_key (erasure, record_key, checksum) VALUES (?, ?, ?)",
              id,
              key,
              RowChecksum.of(id, key));
          return true;
        },
        store.id(),
        published,
        store.id(),
        published,
        published);
  }

  /** Deletes all that there is of a store. */
  static void delete(SqlSession session, long store) throws SQLException {
    session.update("DELETE FROM record WHERE store = ?", store);
    session.update("DELETE FROM undo WHERE store = ?", store);
    session.update("DELETE FROM block WHERE store = ?", store);
    session.update("DELETE FROM summary WHERE store = ?", store);
    session.update("DELETE FROM store_state WHERE store = ?", store);
    session.update("DELETE FROM store WHERE id = ?", store);
  }

  /** The versions of a database that is gone count on, and tell nothing of it. */
  private void deleteIfEmpty(Catalog.Database database) throws SQLException {
    if (Catalog.stores(session, database.id()).isEmpty()) {
      session.update("DELETE FROM client_database WHERE id = ?", database.id());
    }
  }

  private void deleteClient() throws SQLException {
    session.update("DELETE FROM client WHERE id = ?", client.id());
  }

  private Optional<Erasure> receipt() throws SQLException {
    if (stores == 0) {
      return Optional.empty();
    }
    long last = version == 0 ? Versions.newest(session) : version;
    return Optional.of(
        new Erasure(client.name(), Versions.version(session, last), stores, records, past));
  }
}
