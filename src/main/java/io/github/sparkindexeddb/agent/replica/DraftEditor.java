// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.RowChecksum;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Changes records of one store in a draft, within one transaction. A record that is changed keeps
 * what it was when the draft began; one that comes back to that is not changed any more.
 */
final class DraftEditor {
  private final SqlSession session;
  private final Catalog.Store store;
  private final long draft;

  /** Whether the draft may have changed or deleted a record that was there before it. */
  private boolean hasUndo;

  private long changed;
  private long gone;
  private long records;
  private long bytes;
  private long pending;

  /** A record, as of the draft that it was last changed in. */
  record State(long draft, byte[] digest, long checksum, byte[] line) {}

  DraftEditor(SqlSession session, Catalog.Store store, long draft) throws SQLException {
    this.session = session;
    this.store = store;
    this.draft = draft;
    this.hasUndo =
        session.exists(
            "SELECT 1 FROM undo WHERE store = ? AND draft = ? LIMIT 1", store.id(), draft);
    this.records = store.counts().records();
    this.bytes = store.counts().bytes();
    this.pending = store.counts().pending();
  }

  /** Puts a record, unless it is like that. */
  void put(StoredRecord now) throws SQLException {
    Optional<State> before = record(now.key());
    if (before.isPresent() && Arrays.equals(before.get().digest, now.digest())) {
      return;
    }
    if (before.isPresent() && before.get().draft < draft) {
      keep(now.key(), before.get());
      write(now, draft);
    } else {
      putAgain(now, before.isEmpty());
    }
    changed++;
    records += before.isPresent() ? 0 : 1;
    bytes += now.line().length - before.map(state -> state.line.length).orElse(0);
  }

  /** Puts a record that is not there, or that the draft has put. */
  private void putAgain(StoredRecord now, boolean isNew) throws SQLException {
    Optional<State> first = first(now.key());
    if (first.isPresent() && Arrays.equals(first.get().digest, now.digest())) {
      write(new StoredRecord(now.key(), now.digest(), first.get().line), first.get().draft);
      session.update(
          "DELETE FROM undo WHERE store = ? AND record_key = ? AND draft = ?",
          store.id(),
          now.key(),
          draft);
      pending--;
      return;
    }
    write(now, draft);
    pending += isNew && first.isEmpty() ? 1 : 0;
  }

  /** Deletes a record, if it is there. */
  void delete(byte[] key) throws SQLException {
    Optional<State> before = record(key);
    if (before.isEmpty()) {
      return;
    }
    if (before.get().draft < draft) {
      keep(key, before.get());
    } else if (first(key).isEmpty()) {
      pending--;
    }
    session.update("DELETE FROM record WHERE store = ? AND record_key = ?", store.id(), key);
    gone++;
    records--;
    bytes -= before.get().line.length;
  }

  private Optional<State> record(byte[] key) throws SQLException {
    return session.first(
        "SELECT draft, digest, checksum, line FROM record WHERE store = ? AND record_key = ?",
        row -> {
          State state = new State(row.getLong(1), row.getBytes(2), row.getLong(3), row.getBytes(4));
          session.require(
              "a record", state.checksum, store.id(), key, state.draft, state.digest, state.line);
          return state;
        },
        store.id(),
        key);
  }

  /** Returns what a record was when the draft began, if the draft has changed or deleted it. */
  private Optional<State> first(byte[] key) throws SQLException {
    if (!hasUndo) {
      return Optional.empty();
    }
    return session.first(
        "SELECT was_draft, was_digest, checksum, was_line FROM undo WHERE store = ? AND record_key"
            + " = ? AND draft = ?",
        row -> {
          State state = new State(row.getLong(1), row.getBytes(2), row.getLong(3), row.getBytes(4));
          session.require(
              "a past record",
              state.checksum,
              store.id(),
              key,
              draft,
              state.draft,
              state.digest,
              state.line);
          return state;
        },
        store.id(),
        key,
        draft);
  }

  private void keep(byte[] key, State was) throws SQLException {
    session.update(
        "INSERT INTO undo (store, record_key, draft, was_draft, was_digest, checksum, was_line)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        store.id(),
        key,
        draft,
        was.draft,
        was.digest,
        RowChecksum.of(store.id(), key, draft, was.draft, was.digest, was.line),
        was.line);
    hasUndo = true;
    pending++;
  }

  private void write(StoredRecord now, long since) throws SQLException {
    session.update(
        "INSERT INTO record (store, record_key, draft, digest, checksum, line) VALUES (?, ?, ?, ?,"
            + " ?, ?) ON CONFLICT (store, record_key) DO UPDATE SET draft = excluded.draft, digest"
            + " = excluded.digest, checksum = excluded.checksum, line = excluded.line",
        store.id(),
        now.key(),
        since,
        now.digest(),
        RowChecksum.of(store.id(), now.key(), since, now.digest(), now.line()),
        now.line());
  }

  /** Returns what was changed since this editor was made. */
  Difference.Applied applied() {
    return new Difference.Applied(changed, gone, records);
  }

  Catalog.Counts counts() {
    return new Catalog.Counts(records, bytes, pending);
  }
}
