// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.replica.sql.RowChecksum;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The clients, their databases and the stores that are kept of them. Stateless: each method is
 * given a transaction.
 */
final class Catalog {
  private static final String CLIENT = "id, name, origin, browser, last_seen, fence, checksum";
  private static final String DATABASE = "id, client, name, draft, opened, checksum";
  private static final String STORE =
      "id, client_database, name, key_path, auto_increment, keep, since, until, records, bytes,"
          + " pending, checksum";

  private Catalog() {}

  /**
   * A client.
   *
   * @param lastSeen in microseconds
   * @param fence of the link that may write
   */
  record Client(long id, ClientName name, String browser, long lastSeen, long fence) {
    Client seen(long when) {
      return new Client(id, name, browser, Math.max(lastSeen, when), fence);
    }

    private Object[] columns() {
      return new Object[] {id, name.id(), name.origin(), browser, lastSeen, fence};
    }
  }

  /**
   * A database of a client.
   *
   * @param draft number of the draft, which is one more than it was published
   * @param opened when the draft's first change came, in microseconds; null: nothing changed
   */
  record Database(long id, long client, String name, long draft, Long opened) {
    Database opened(Long when) {
      return new Database(id, client, name, draft, when);
    }

    Database published() {
      return new Database(id, client, name, draft + 1, null);
    }

    private Object[] columns() {
      return new Object[] {id, client, name, draft, opened};
    }
  }

  /**
   * A store of such a database.
   *
   * @param keyPath as JSON
   * @param keep in milliseconds
   * @param since the draft that had it first
   * @param until the draft that had it no more; null: it is there
   * @param counts of the draft
   */
  record Store(
      long id, long database, Layout layout, long keep, long since, Long until, Counts counts) {
    Store counted(Counts now) {
      return new Store(id, database, layout, keep, since, until, now);
    }

    Store kept(long millis) {
      return new Store(id, database, layout, millis, since, until, counts);
    }

    /** Returns the store that is there no more from a draft on. */
    Store ended(long draft, long changes) {
      Counts none = new Counts(counts.records, counts.bytes, changes);
      return new Store(id, database, layout, keep, since, draft, none);
    }

    /** Returns whether a published draft has it. */
    boolean isIn(long draft) {
      return since <= draft && (until == null || until > draft);
    }

    private Object[] columns() {
      return new Object[] {
        id,
        database,
        layout.name,
        layout.keyPath,
        layout.autoIncrement ? 1L : 0L,
        keep,
        since,
        until,
        counts.records,
        counts.bytes,
        counts.pending
      };
    }
  }

  /** What makes a store another one than one of the same name. */
  record Layout(String name, String keyPath, boolean autoIncrement) {
    static Layout of(StoreRules rules) {
      JsonNode keyPath = Json.object().set("keyPath", rules.keyPath().json());
      return new Layout(rules.store(), Json.write(keyPath), rules.autoIncrement());
    }

    KeyPath path() {
      return KeyPath.read(JsonFields.of(Json.parse(keyPath), "store"));
    }
  }

  /**
   * How much a store holds.
   *
   * @param pending records that are other in the draft than published
   */
  record Counts(long records, long bytes, long pending) {
    static final Counts NONE = new Counts(0, 0, 0);
  }

  static Optional<Client> client(SqlSession session, long id) throws SQLException {
    return session.first(
        "SELECT " + CLIENT + " FROM client WHERE id = ?", row -> client(session, row), id);
  }

  static Optional<Client> client(SqlSession session, ClientName name) throws SQLException {
    return session.first(
        "SELECT " + CLIENT + " FROM client WHERE name = ? AND origin = ?",
        row -> client(session, row),
        name.id(),
        name.origin());
  }

  /** Returns the clients of that id, one for each origin. */
  static List<Client> clients(SqlSession session, String id) throws SQLException {
    return session.all(
        "SELECT " + CLIENT + " FROM client WHERE name = ? ORDER BY origin",
        row -> client(session, row),
        id);
  }

  static List<Client> clients(SqlSession session) throws SQLException {
    return session.all(
        "SELECT " + CLIENT + " FROM client ORDER BY name, origin", row -> client(session, row));
  }

  private static Client client(SqlSession session, ResultSet row) throws SQLException {
    Client client =
        new Client(
            row.getLong(1),
            new ClientName(row.getString(2), row.getString(3)),
            row.getString(4),
            row.getLong(5),
            row.getLong(6));
    session.require("a client", row.getLong(7), client.columns());
    return client;
  }

  static void put(SqlSession session, Client client) throws SQLException {
    session.update(
        "INSERT INTO client ("
            + CLIENT
            + ") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET browser ="
            + " excluded.browser, last_seen = excluded.last_seen, fence = excluded.fence, checksum"
            + " = excluded.checksum",
        checked(client.columns()));
  }

  static Optional<Database> database(SqlSession session, long client, String name)
      throws SQLException {
    return session.first(
        "SELECT " + DATABASE + " FROM client_database WHERE client = ? AND name = ?",
        row -> database(session, row),
        client,
        name);
  }

  static Database database(SqlSession session, long id) throws SQLException {
    return session
        .first(
            "SELECT " + DATABASE + " FROM client_database WHERE id = ?",
            row -> database(session, row),
            id)
        .orElseThrow(() -> session.damaged("a database of a store is missing"));
  }

  static List<Database> databases(SqlSession session, long client) throws SQLException {
    return session.all(
        "SELECT " + DATABASE + " FROM client_database WHERE client = ? ORDER BY name",
        row -> database(session, row),
        client);
  }

  private static Database database(SqlSession session, ResultSet row) throws SQLException {
    long since = row.getLong(5);
    Long opened = row.wasNull() ? null : since;
    Database database =
        new Database(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4), opened);
    session.require("a database", row.getLong(6), database.columns());
    return database;
  }

  static void put(SqlSession session, Database database) throws SQLException {
    session.update(
        "INSERT INTO client_database ("
            + DATABASE
            + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET draft = excluded.draft,"
            + " opened = excluded.opened, checksum = excluded.checksum",
        checked(database.columns()));
  }

  static Optional<Store> store(SqlSession session, long id) throws SQLException {
    return session.first(
        "SELECT " + STORE + " FROM store WHERE id = ?", row -> store(session, row), id);
  }

  /** Returns the stores of a database, those that ended too. */
  static List<Store> stores(SqlSession session, long database) throws SQLException {
    return session.all(
        "SELECT " + STORE + " FROM store WHERE client_database = ? ORDER BY name, since",
        row -> store(session, row),
        database);
  }

  /** Returns the stores of a name in a database, those that ended too. */
  static List<Store> stores(SqlSession session, long database, String name) throws SQLException {
    return session.all(
        "SELECT " + STORE + " FROM store WHERE client_database = ? AND name = ? ORDER BY since",
        row -> store(session, row),
        database,
        name);
  }

  private static Store store(SqlSession session, ResultSet row) throws SQLException {
    long until = row.getLong(8);
    Long end = row.wasNull() ? null : until;
    Store store =
        new Store(
            row.getLong(1),
            row.getLong(2),
            new Layout(row.getString(3), row.getString(4), row.getLong(5) == 1),
            row.getLong(6),
            row.getLong(7),
            end,
            new Counts(row.getLong(9), row.getLong(10), row.getLong(11)));
    session.require("a store", row.getLong(12), store.columns());
    return store;
  }

  static void put(SqlSession session, Store store) throws SQLException {
    session.update(
        "INSERT INTO store ("
            + STORE
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET keep ="
            + " excluded.keep, until = excluded.until, records = excluded.records, bytes ="
            + " excluded.bytes, pending = excluded.pending, checksum = excluded.checksum",
        checked(store.columns()));
  }

  /** Returns the store as others see it. */
  static KeptStore kept(Client client, Database database, Store store) {
    Layout layout = store.layout;
    StoreRules rules =
        new StoreRules(
            database.name,
            layout.name,
            layout.path(),
            layout.autoIncrement,
            Duration.ofMillis(store.keep));
    return new KeptStore(store.id, client.name, rules, store.since < database.draft);
  }

  private static Object[] checked(Object[] columns) {
    Object[] values = Arrays.copyOf(columns, columns.length + 1);
    values[columns.length] = RowChecksum.of(columns);
    return values;
  }
}
