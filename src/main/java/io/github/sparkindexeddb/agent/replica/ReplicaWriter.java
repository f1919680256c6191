// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.replica.sql.RowChecksum;
import io.github.sparkindexeddb.agent.replica.sql.SqlDatabase;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import io.github.sparkindexeddb.agent.replica.sql.WriteTransactions;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Writes what rounds find. Each call is one transaction; calls of several threads come one after
 * the other. What {@code apply}, {@code drop}, {@code publish} and {@code erase} did is on the disk
 * when they return; the rest outlives the agent, and the machine with the next of those.
 *
 * <p>What is applied is the draft of the client's database, which no version has before it is
 * published, and which outlives the agent. All methods throw {@code REPLICA_FULL} or {@code
 * REPLICA_FAILED}, those with a session also {@code CLIENT_REPLACED} if the client has linked again
 * since, and {@code CLIENT_NOT_FOUND} if it was erased since.
 */
public final class ReplicaWriter {
  private final SqlDatabase database;
  private final WriteTransactions writes;
  private final InstantSource calendar;

  ReplicaWriter(SqlDatabase database, InstantSource calendar) {
    this.database = database;
    this.writes = database.writes();
    this.calendar = calendar;
  }

  /**
   * Begins to write for a client, which is seen now, and ends the session before.
   *
   * @param browser as the client names itself
   */
  public ClientSession connect(ClientName client, String browser) {
    return writes.soon(
        session -> {
          Optional<Catalog.Client> known = Catalog.client(session, client);
          long id = known.isPresent() ? known.get().id() : Versions.nextId(session);
          long fence = Versions.nextId(session);
          long seen = known.map(Catalog.Client::lastSeen).orElse(0L);
          Catalog.put(
              session, new Catalog.Client(id, client, browser, Math.max(seen, now()), fence));
          return new ClientSession(client, id, fence);
        });
  }

  /** Writes that the client is still here, from when on {@code keep} counts. */
  public void seen(ClientSession client) {
    writes.soon(
        session -> {
          Catalog.put(session, require(session, client).seen(now()));
          return null;
        });
  }

  /**
   * Returns the kept store of these rules, made if there is none. One of another key path or key
   * generator is dropped before, since the app has made the store anew.
   */
  public KeptStore keep(ClientSession client, StoreRules rules) {
    return writes.soon(
        session -> {
          Catalog.Client owner = require(session, client);
          Catalog.Database database = databaseOf(session, owner, rules.database());
          Catalog.Layout layout = Catalog.Layout.of(rules);
          long keep = rules.keep().toMillis();
          for (Catalog.Store store : Catalog.stores(session, database.id(), rules.store())) {
            if (store.until() == null && store.layout().equals(layout)) {
              Catalog.put(session, store.kept(keep));
              return Catalog.kept(owner, database, store.kept(keep));
            }
            if (store.until() == null) {
              drop(session, database, store);
            }
          }
          Catalog.Store made =
              new Catalog.Store(
                  Versions.nextId(session),
                  database.id(),
                  layout,
                  keep,
                  database.draft(),
                  null,
                  Catalog.Counts.NONE);
          Catalog.put(session, made);
          open(session, database);
          return Catalog.kept(owner, database, made);
        });
  }

  private static Catalog.Database databaseOf(SqlSession session, Catalog.Client client, String name)
      throws SQLException {
    Optional<Catalog.Database> known = Catalog.database(session, client.id(), name);
    return known.isPresent()
        ? known.get()
        : new Catalog.Database(Versions.nextId(session), client.id(), name, 1, null);
  }

  /** Notes that the draft of a database has changes. */
  private void open(SqlSession session, Catalog.Database database) throws SQLException {
    if (database.opened() == null) {
      Catalog.put(session, database.opened(now()));
    }
  }

  /**
   * Applies what was found to the draft.
   *
   * @throws IndexedDbException {@code STORE_REPLACED} if the store is kept no longer
   */
  public Difference.Applied apply(ClientSession client, KeptStore store, Difference difference) {
    List<StoredRecord> changed =
        difference.changed().stream()
            .map(record -> StoredRecord.of(record.key(), record.line()))
            .toList();
    return writes.durably(
        session -> {
          Catalog.Store target = require(session, client, store);
          Catalog.Database database = Catalog.database(session, target.database());
          DraftEditor editor = new DraftEditor(session, target, database.draft());
          for (byte[] key : difference.gone()) {
            editor.delete(key);
          }
          for (StoredRecord record : changed) {
            editor.put(record);
          }
          cut(session, target.id(), difference);
          if (!editor.applied().isNothing()) {
            Catalog.put(session, target.counted(editor.counts()));
            open(session, database);
          }
          return editor.applied();
        });
  }

  private static void cut(SqlSession session, long store, Difference difference)
      throws SQLException {
    KeySpan span = difference.span();
    if (span.to().isPresent()) {
      session.update(
          "DELETE FROM block WHERE store = ? AND up_to >= ? AND up_to < ?",
          store,
          span.from(),
          span.to().get());
    } else {
      session.update("DELETE FROM block WHERE store = ? AND up_to >= ?", store, span.from());
    }
    for (Difference.Block block : difference.blocks()) {
      session.update(
          "INSERT INTO block (store, up_to, fingerprint, records) VALUES (?, ?, ?, ?) ON CONFLICT"
              + " (store, up_to) DO UPDATE SET fingerprint = excluded.fingerprint, records ="
              + " excluded.records",
          store,
          block.upTo(),
          block.fingerprint(),
          block.records());
    }
  }

  /**
   * Ends a store in the draft that the app has deleted: the next version has neither it nor its
   * records, the versions before still do.
   */
  public Difference.Applied drop(ClientSession client, KeptStore store) {
    return writes.durably(
        session -> {
          Catalog.Store target = require(session, client, store);
          drop(session, Catalog.database(session, target.database()), target);
          return new Difference.Applied(0, target.counts().records(), 0);
        });
  }

  private void drop(SqlSession session, Catalog.Database database, Catalog.Store store)
      throws SQLException {
    if (store.since() == database.draft()) {
      Erasures.delete(session, store.id());
    } else {
      long changes = Publisher.stateAt(session, store.id(), database.draft() - 1).records();
      session.update("DELETE FROM block WHERE store = ?", store.id());
      Catalog.put(session, store.ended(database.draft(), changes));
    }
    open(session, database);
  }

  /** Keeps the types that were found in the store's records, in place of those before. */
  public void summarize(ClientSession client, KeptStore store, JsonNode summary) {
    String value = Json.write(summary);
    writes.soon(
        session ->
            session.update(
                "INSERT INTO summary (store, value, checksum) VALUES (?, ?, ?) ON CONFLICT (store)"
                    + " DO UPDATE SET value = excluded.value, checksum = excluded.checksum",
                require(session, client, store).id(),
                value,
                RowChecksum.of(store.id(), value)));
  }

  /**
   * Makes the draft of a database a version, if it has a change or a new store, or is settled other
   * than the version before; else only notes that the version before holds on.
   *
   * @param settled whether the draft is the state of one moment
   * @throws IndexedDbException {@code DATABASE_NOT_FOUND} if nothing was kept of it
   */
  public Publication publish(ClientSession client, String database, boolean settled) {
    Optional<Publication> confirmed =
        writes.soon(
            session -> {
              Catalog.Database of = require(session, client, database);
              return Publisher.confirm(session, of, settled, now());
            });
    return confirmed.isPresent()
        ? confirmed.get()
        : writes.durably(
            session ->
                Publisher.publish(session, require(session, client, database), settled, now()));
  }

  /**
   * Erases all that is kept of clients with that id, with its past, and ends their sessions.
   *
   * @return one receipt for each origin; none if nothing was kept
   */
  public List<Erasure> erase(String clientId) {
    return Erasures.run(database, session -> Erasures.ofClients(session, clientId, now()));
  }

  /** Erases a store of a client with its past; nothing if it is not kept. */
  public Optional<Erasure> erase(ClientName client, String database, String store) {
    return Erasures.run(
            this.database, session -> Erasures.ofStore(session, client, database, store, now()))
        .stream()
        .findFirst();
  }

  private Catalog.Client require(SqlSession session, ClientSession client) throws SQLException {
    Catalog.Client known =
        Catalog.client(session, client.id())
            .orElseThrow(
                () ->
                    IndexedDbException.of(
                        ErrorCode.CLIENT_NOT_FOUND,
                        "Cannot keep anything of %s: it was erased. Reload its page, so that it"
                            + " links again.",
                        AgentLog.describe(client.client())));
    if (known.fence() != client.fence()) {
      throw IndexedDbException.of(
          ErrorCode.CLIENT_REPLACED,
          "Cannot keep what an old link of %s brings: the client has linked again. Its new link goes"
              + " on.",
          AgentLog.describe(client.client()));
    }
    return known;
  }

  private Catalog.Store require(SqlSession session, ClientSession client, KeptStore store)
      throws SQLException {
    require(session, client);
    return Catalog.store(session, store.id())
        .filter(known -> known.until() == null && store.client().equals(client.client()))
        .orElseThrow(
            () ->
                IndexedDbException.of(
                    ErrorCode.STORE_REPLACED,
                    "Cannot keep store '%s' of database '%s' of %s: it was erased, or made anew in"
                        + " the browser. The next round takes it as it is then.",
                    AgentLog.plain(store.rules().store()),
                    AgentLog.plain(store.rules().database()),
                    AgentLog.describe(store.client())));
  }

  private Catalog.Database require(SqlSession session, ClientSession client, String database)
      throws SQLException {
    return Catalog.database(session, require(session, client).id(), database)
        .orElseThrow(
            () ->
                IndexedDbException.of(
                    ErrorCode.DATABASE_NOT_FOUND,
                    "Cannot publish database '%s' of %s: nothing is kept of it. Keep a store of it"
                        + " first.",
                    AgentLog.plain(database),
                    AgentLog.describe(client.client())));
  }

  private long now() {
    return Versions.micros(calendar.instant());
  }
}
