// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.SqlDatabase;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import io.github.sparkindexeddb.agent.replica.sql.WriteTransactions;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How far back versions can be read. The floor rises, past no version that somebody holds; what is
 * needed below it alone is then deleted, some at a time, so that rounds go on between.
 *
 * <p>Thread-safe.
 */
final class History {
  private static final int ROWS_A_STEP = 1_000;

  private final WriteTransactions writes;
  private final TreeMap<Long, Integer> held = new TreeMap<>();
  private long floor;

  History(SqlDatabase database) {
    this.writes = database.writes();
    this.floor = database.reads().read(Versions::floor);
  }

  synchronized long floor() {
    return floor;
  }

  /** Keeps a version readable until it is released as often as held. */
  synchronized void hold(long version) {
    requireKept(version);
    held.merge(version, 1, Integer::sum);
  }

  synchronized void release(long version) {
    held.computeIfPresent(version, (same, times) -> times == 1 ? null : times - 1);
  }

  /** Refuses versions below the floor. */
  synchronized void requireKept(long version) {
    if (version < floor) {
      throw IndexedDbException.of(
          ErrorCode.VERSION_NOT_FOUND,
          "Cannot read version %s: the history of this agent begins with version %s. Read that or a"
              + " later one, and keep more of the past with '--history'.",
          version,
          floor);
    }
  }

  private synchronized long raise(long wanted) {
    long unheld = held.isEmpty() ? wanted : Math.min(wanted, held.firstKey());
    floor = Math.max(floor, unheld);
    return floor;
  }

  /**
   * Raises the floor and deletes what is needed no more.
   *
   * @param oldest in microseconds: what was the state then can still be read
   * @return the floor
   */
  long trim(long oldest) {
    long wanted =
        writes.soon(
            session -> Versions.publishedBy(session, oldest).map(Versions.Row::number).orElse(0L));
    long raised = raise(wanted);
    writes.soon(
        session -> {
          Versions.setFloor(session, raised);
          return null;
        });
    for (Catalog.Store store : writes.soon(History::stores)) {
      trim(store, raised);
    }
    inSteps(session -> deleteVersions(session, raised));
    inSteps(session -> deleteErasures(session, raised));
    return raised;
  }

  private static List<Catalog.Store> stores(SqlSession session) throws SQLException {
    List<Catalog.Store> all = new ArrayList<>();
    for (Catalog.Client client : Catalog.clients(session)) {
      for (Catalog.Database database : Catalog.databases(session, client.id())) {
        all.addAll(Catalog.stores(session, database.id()));
      }
    }
    return all;
  }

  private void trim(Catalog.Store store, long raised) {
    long draft = writes.soon(session -> Versions.draftAt(session, store.database(), raised));
    inSteps(
        session ->
            session.update(
                "DELETE FROM undo WHERE store = ? AND draft <= ? AND (record_key, draft) IN (SELECT"
                    + " record_key, draft FROM undo WHERE store = ? AND draft <= ? LIMIT "
                    + ROWS_A_STEP
                    + ")",
                store.id(),
                draft,
                store.id(),
                draft));
    if (store.until() != null && store.until() <= draft) {
      inSteps(
          session ->
              session.update(
                  "DELETE FROM record WHERE store = ? AND record_key IN (SELECT record_key FROM"
                      + " record WHERE store = ? LIMIT "
                      + ROWS_A_STEP
                      + ")",
                  store.id(),
                  store.id()));
      writes.soon(
          session -> {
            Erasures.delete(session, store.id());
            return null;
          });
    } else {
      writes.soon(
          session -> {
            Publisher.trim(session, store.id(), draft);
            return null;
          });
    }
  }

  /** A version below the floor is needed if none up to the floor is of the same database. */
  private static int deleteVersions(SqlSession session, long raised) throws SQLException {
    return session.update(
        "DELETE FROM version WHERE number IN (SELECT old.number FROM version old WHERE old.number <"
            + " ? AND (EXISTS (SELECT 1 FROM version newer WHERE newer.client_database ="
            + " old.client_database AND newer.number > old.number AND newer.number <= ?) OR NOT"
            + " EXISTS (SELECT 1 FROM client_database WHERE client_database.id ="
            + " old.client_database)) LIMIT "
            + ROWS_A_STEP
            + ")",
        raised,
        raised);
  }

  private static int deleteErasures(SqlSession session, long raised) throws SQLException {
    int keys =
        session.update(
            "DELETE FROM erased_key WHERE (erasure, record_key) IN (SELECT erasure, record_key FROM"
                + " erased_key WHERE erasure IN (SELECT id FROM erasure WHERE version <= ?) LIMIT "
                + ROWS_A_STEP
                + ")",
            raised);
    if (keys == 0) {
      session.update("DELETE FROM erasure WHERE version <= ?", raised);
    }
    return keys;
  }

  private void inSteps(WriteTransactions.Work<Integer> step) {
    int rows = ROWS_A_STEP;
    while (rows == ROWS_A_STEP) {
      rows = writes.soon(step);
    }
  }
}
