// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.RowChecksum;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Makes versions of drafts, and notes how much each store holds in those that change that. No
 * record is moved for it. Stateless.
 */
final class Publisher {
  private Publisher() {}

  /** Notes that the version before holds on, if nothing is to be published. */
  static Optional<Publication> confirm(
      SqlSession session, Catalog.Database database, boolean settled, long now)
      throws SQLException {
    List<Catalog.Store> stores = Catalog.stores(session, database.id());
    Optional<Versions.Row> last = last(session, database);
    if (last.isEmpty() || last.get().settled() != settled || isChanged(stores, database.draft())) {
      return Optional.empty();
    }
    if (database.opened() != null) {
      Catalog.put(session, database.opened(null));
    }
    Versions.Row confirmed = last.get().confirmed(now);
    Versions.put(session, confirmed);
    return Optional.of(
        new Publication.Confirmed(confirmed.version(), Versions.instant(confirmed.confirmed())));
  }

  /** Publishes a draft, unless all of it is as in the version before. */
  static Publication publish(
      SqlSession session, Catalog.Database database, boolean settled, long now)
      throws SQLException {
    Optional<Publication> confirmed = confirm(session, database, settled, now);
    if (confirmed.isPresent()) {
      return confirmed.get();
    }
    long changes = 0;
    for (Catalog.Store store : Catalog.stores(session, database.id())) {
      changes += store.counts().pending();
      if (store.until() == null) {
        note(session, store, database.draft());
      }
      if (store.counts().pending() > 0) {
        Catalog.Counts counts = store.counts();
        Catalog.put(
            session, store.counted(new Catalog.Counts(counts.records(), counts.bytes(), 0)));
      }
    }
    Versions.Row row = Versions.publish(session, database, settled, changes, now);
    Catalog.put(session, database.published());
    return new Publication.Published(row.version(), changes);
  }

  private static Optional<Versions.Row> last(SqlSession session, Catalog.Database database)
      throws SQLException {
    return Versions.ofDatabase(session, database.id(), Versions.newest(session));
  }

  /** Returns whether the draft has records or stores that the version before has not. */
  private static boolean isChanged(List<Catalog.Store> stores, long draft) {
    return stores.stream()
        .anyMatch(
            store ->
                store.counts().pending() > 0
                    || store.since() == draft
                    || store.until() != null && store.until() == draft);
  }

  /** How much a store held from a draft on. */
  record State(long draft, long records, long bytes) {}

  /** Returns how much a store held in a draft that was published. */
  static State stateAt(SqlSession session, long store, long draft) throws SQLException {
    return find(session, store, draft)
        .orElseThrow(() -> session.damaged("the state of a store is missing"));
  }

  private static Optional<State> find(SqlSession session, long store, long draft)
      throws SQLException {
    return session.first(
        "SELECT draft, records, bytes, checksum FROM store_state WHERE store = ? AND draft <= ?"
            + " ORDER BY draft DESC LIMIT 1",
        row -> {
          State state = new State(row.getLong(1), row.getLong(2), row.getLong(3));
          session.require(
              "the state of a store",
              row.getLong(4),
              store,
              state.draft,
              state.records,
              state.bytes);
          return state;
        },
        store,
        draft);
  }

  /** Notes how much a store holds in a draft that is being published. */
  static void note(SqlSession session, Catalog.Store store, long draft) throws SQLException {
    Catalog.Counts counts = store.counts();
    Optional<State> before = find(session, store.id(), draft);
    if (before.isPresent()
        && before.get().records == counts.records()
        && before.get().bytes == counts.bytes()) {
      return;
    }
    session.update(
        "INSERT INTO store_state (store, draft, records, bytes, checksum) VALUES (?, ?, ?, ?, ?)",
        store.id(),
        draft,
        counts.records(),
        counts.bytes(),
        RowChecksum.of(store.id(), draft, counts.records(), counts.bytes()));
  }

  /** Deletes what only drafts before one need. */
  static void trim(SqlSession session, long store, long draft) throws SQLException {
    Optional<State> oldest = find(session, store, draft);
    if (oldest.isPresent()) {
      session.update(
          "DELETE FROM store_state WHERE store = ? AND draft < ?", store, oldest.get().draft);
    }
  }
}
