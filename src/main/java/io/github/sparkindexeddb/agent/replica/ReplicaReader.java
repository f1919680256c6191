// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.replica.sql.ReadTransactions;
import io.github.sparkindexeddb.agent.replica.sql.SqlDatabase;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads versions. Each call sees one state of the database and holds nothing afterwards; a version
 * reads the same whenever it is read, until it is below the floor or something in it is erased.
 * Whoever goes on reading one version holds it.
 *
 * <p>All methods throw {@code REPLICA_DAMAGED} or {@code REPLICA_FAILED}; what is damaged is never
 * left out.
 */
public final class ReplicaReader {
  private static final Comparator<PublishedStore> ORDER =
      Comparator.comparing((PublishedStore each) -> each.store().rules().database())
          .thenComparing(each -> each.store().rules().store())
          .thenComparing(each -> each.store().client().origin())
          .thenComparing(each -> each.store().client().id());

  private final ReadTransactions reads;
  private final History history;
  private final InstantSource calendar;

  ReplicaReader(SqlDatabase database, History history, InstantSource calendar) {
    this.reads = database.reads();
    this.history = history;
    this.calendar = calendar;
  }

  /** Keeps the floor from passing a version, until it is closed. */
  public interface Hold extends AutoCloseable {
    /** Returns the version that is held. */
    ReplicaVersion version();

    @Override
    void close();
  }

  /** Returns the newest version; that of number 0 if none was published. */
  public ReplicaVersion newest() {
    return reads.read(session -> Versions.version(session, Versions.newest(session)));
  }

  /** Returns the number of the oldest version that can be read. */
  public long floor() {
    return history.floor();
  }

  /**
   * Returns a version.
   *
   * @throws IndexedDbException {@code VERSION_NOT_FOUND} below the floor or above the newest
   */
  public ReplicaVersion version(long number) {
    return reads.read(session -> required(session, number));
  }

  /** The floor comes last: a state that is seen by then has all that the version needs. */
  private ReplicaVersion required(SqlSession session, long number) throws SQLException {
    long newest = Versions.newest(session);
    history.requireKept(number);
    if (number > newest) {
      throw IndexedDbException.of(
          ErrorCode.VERSION_NOT_FOUND,
          "Cannot read version %s: the newest of this agent is %s. Read that or an earlier one.",
          number,
          newest);
    }
    return Versions.version(session, number);
  }

  /**
   * Returns the newest version that was published at a moment or before.
   *
   * @throws IndexedDbException {@code VERSION_NOT_FOUND} if that is below the floor, or the moment
   *     is before the first version or after now
   */
  public ReplicaVersion versionAt(Instant moment) {
    return reads.read(
        session -> {
          Instant newest = Versions.version(session, Versions.newest(session)).at();
          Instant now = calendar.instant();
          if (moment.isAfter(now) && moment.isAfter(newest)) {
            throw IndexedDbException.of(
                ErrorCode.VERSION_NOT_FOUND,
                "Cannot read the state of %s: by the clock of this agent it is %s. Name a moment"
                    + " that is past.",
                moment,
                now);
          }
          long number =
              Versions.publishedBy(session, Versions.micros(moment))
                  .map(Versions.Row::number)
                  .orElse(0L);
          if (number == 0 || number < history.floor()) {
            throw before(session, moment);
          }
          return Versions.version(session, number);
        });
  }

  private IndexedDbException before(SqlSession session, Instant moment) throws SQLException {
    long newest = Versions.newest(session);
    if (newest == 0) {
      return IndexedDbException.of(
          ErrorCode.VERSION_NOT_FOUND,
          "Cannot read the state of %s: this agent has kept nothing yet. Open the app in a browser"
              + " and wait for the first version.",
          moment);
    }
    long first = Math.min(newest, Math.max(1, history.floor()));
    return IndexedDbException.of(
        ErrorCode.VERSION_NOT_FOUND,
        "Cannot read the state of %s: the history of this agent begins with version %s at %s. Name"
            + " that moment or a later one, and keep more of the past with '--history'.",
        moment,
        first,
        Versions.version(session, first).at());
  }

  /**
   * Keeps a version readable while it is read.
   *
   * @throws IndexedDbException {@code VERSION_NOT_FOUND} below the floor or above the newest
   */
  public Hold hold(long number) {
    ReplicaVersion held = version(number);
    history.hold(number);
    AtomicBoolean released = new AtomicBoolean();
    return new Hold() {
      @Override
      public ReplicaVersion version() {
        return held;
      }

      @Override
      public void close() {
        if (!released.getAndSet(true)) {
          history.release(number);
        }
      }
    };
  }

  /** Returns the stores of a version, of all clients, sorted by database, store and client. */
  public List<PublishedStore> stores(long version) {
    return reads.read(session -> stores(session, version, Optional.empty(), Optional.empty()));
  }

  /** Returns the stores of that name in a version, one for each client that has it. */
  public List<PublishedStore> stores(long version, String database, String store) {
    return reads.read(
        session -> stores(session, version, Optional.of(database), Optional.of(store)));
  }

  private List<PublishedStore> stores(
      SqlSession session, long version, Optional<String> inDatabase, Optional<String> ofName)
      throws SQLException {
    required(session, version);
    List<PublishedStore> all = new ArrayList<>();
    for (Catalog.Client client : Catalog.clients(session)) {
      for (Catalog.Database database : Catalog.databases(session, client.id())) {
        if (inDatabase.isPresent() && !inDatabase.get().equals(database.name())) {
          continue;
        }
        Optional<Versions.Row> row = Versions.ofDatabase(session, database.id(), version);
        if (row.isEmpty()) {
          continue;
        }
        for (Catalog.Store store :
            ofName.isPresent()
                ? Catalog.stores(session, database.id(), ofName.get())
                : Catalog.stores(session, database.id())) {
          if (store.isIn(row.get().draft())) {
            KeptStore kept = Catalog.kept(client, database, store);
            all.add(published(session, kept, client.browser(), version, row.get()));
          }
        }
      }
    }
    all.sort(ORDER);
    return all;
  }

  private static PublishedStore published(
      SqlSession session, KeptStore store, String browser, long version, Versions.Row row)
      throws SQLException {
    Publisher.State state = Publisher.stateAt(session, store.id(), row.draft());
    return new PublishedStore(
        store,
        browser,
        version,
        row.draft(),
        Versions.instant(row.confirmed()),
        row.settled(),
        state.records(),
        state.bytes(),
        summary(session, store.id()));
  }

  private static Optional<JsonNode> summary(SqlSession session, long store) throws SQLException {
    return session
        .first(
            "SELECT value, checksum FROM summary WHERE store = ?",
            row -> {
              session.require("a summary", row.getLong(2), store, row.getString(1));
              return row.getString(1);
            },
            store)
        .map(Json::parse);
  }

  /**
   * Returns records of a store from the start of a span on, at most so many and about so many bytes
   * of lines, at least one.
   *
   * @throws IndexedDbException {@code CLIENT_NOT_FOUND} if the store was erased, {@code
   *     VERSION_NOT_FOUND} if the floor has passed the version
   */
  public RecordPage records(PublishedStore store, KeySpan span, int maxRecords, long maxBytes) {
    return reads.read(
        session -> {
          requireStill(session, store);
          return new PageQuery(session, store.store().id(), store.draft())
              .page(span, maxRecords, maxBytes);
        });
  }

  /** Returns how many records of the store are in the span. */
  public long count(PublishedStore store, KeySpan span) {
    return reads.read(
        session -> {
          requireStill(session, store);
          return new PageQuery(session, store.store().id(), store.draft()).count(span);
        });
  }

  /** The floor comes after the first look, as for {@link #required}. */
  private void requireStill(SqlSession session, PublishedStore store) throws SQLException {
    Optional<Catalog.Store> known = Catalog.store(session, store.store().id());
    history.requireKept(store.version());
    if (known.isEmpty()) {
      throw IndexedDbException.of(
          ErrorCode.CLIENT_NOT_FOUND,
          "Cannot read the replica of store '%s' of %s: it was erased while it was read. Run the"
              + " query again.",
          AgentLog.plain(store.store().rules().store()),
          AgentLog.describe(store.store().client()));
    }
  }

  /** Returns the clients of which something is kept, with when each was last seen. */
  public List<KnownClient> clients() {
    return reads.read(
        session ->
            Catalog.clients(session).stream()
                .map(
                    client ->
                        new KnownClient(
                            client.name(), client.browser(), Versions.instant(client.lastSeen())))
                .toList());
  }

  /**
   * A client of which something is kept.
   *
   * @param browser as the client named itself
   */
  public record KnownClient(ClientName name, String browser, Instant lastSeen) {}
}
