// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import java.util.List;

/**
 * The tables, in the words that SQLite and PostgreSQL share but for the types of columns.
 *
 * <p>A store's {@code record} rows are its draft. A {@code undo} row is what a record was before a
 * draft changed it; a record that was new in a draft has none. So a record was at draft <i>d</i>
 * what the one row says whose state began at <i>d</i> or before and ended after it: {@code record}
 * with {@code draft <= d}, or {@code undo} with {@code was_draft <= d < draft}. Drafts are counted
 * for each database of a client, and a version is one of them, published.
 *
 * <p>All ids come from one counter and are never given again. {@code checksum} is of all columns
 * before it.
 */
final class Schema {
  /** The format of the tables; a database of a greater one is a newer agent's. */
  static final int FORMAT = 1;

  /** What each statement makes, by its kind and name, in the order of making. */
  static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum BIGINT NOT NULL)",
          "CREATE TABLE client (id BIGINT PRIMARY KEY, name TEXT NOT NULL, origin TEXT NOT NULL,"
              + " browser TEXT NOT NULL, last_seen BIGINT NOT NULL, fence BIGINT NOT NULL,"
              + " checksum BIGINT NOT NULL, UNIQUE (name, origin))",
          "CREATE TABLE client_database (id BIGINT PRIMARY KEY, client BIGINT NOT NULL,"
              + " name TEXT NOT NULL, draft BIGINT NOT NULL, opened BIGINT, checksum BIGINT NOT NULL,"
              + " UNIQUE (client, name))",
          "CREATE TABLE store (id BIGINT PRIMARY KEY, client_database BIGINT NOT NULL,"
              + " name TEXT NOT NULL, key_path TEXT NOT NULL, auto_increment BIGINT NOT NULL,"
              + " keep BIGINT NOT NULL, since BIGINT NOT NULL, until BIGINT, records BIGINT NOT NULL,"
              + " bytes BIGINT NOT NULL, pending BIGINT NOT NULL, checksum BIGINT NOT NULL)",
          "CREATE INDEX store_of_database ON store (client_database, name)",
          "CREATE TABLE summary (store BIGINT PRIMARY KEY, value TEXT NOT NULL,"
              + " checksum BIGINT NOT NULL)",
          "CREATE TABLE store_state (store BIGINT NOT NULL, draft BIGINT NOT NULL,"
              + " records BIGINT NOT NULL, bytes BIGINT NOT NULL, checksum BIGINT NOT NULL,"
              + " PRIMARY KEY (store, draft)) WITHOUT ROWID",
          "CREATE TABLE block (store BIGINT NOT NULL, up_to BLOB NOT NULL,"
              + " fingerprint BLOB NOT NULL, records BIGINT NOT NULL,"
              + " PRIMARY KEY (store, up_to)) WITHOUT ROWID",
          "CREATE TABLE record (store BIGINT NOT NULL, record_key BLOB NOT NULL,"
              + " draft BIGINT NOT NULL, digest BLOB NOT NULL, checksum BIGINT NOT NULL,"
              + " line BLOB NOT NULL, PRIMARY KEY (store, record_key)) WITHOUT ROWID",
          "CREATE TABLE undo (store BIGINT NOT NULL, record_key BLOB NOT NULL,"
              + " draft BIGINT NOT NULL, was_draft BIGINT NOT NULL, was_digest BLOB NOT NULL,"
              + " checksum BIGINT NOT NULL, was_line BLOB NOT NULL,"
              + " PRIMARY KEY (store, record_key, draft)) WITHOUT ROWID",
          "CREATE INDEX undo_of_draft ON undo (store, draft)",
          "CREATE TABLE version (number BIGINT PRIMARY KEY, published BIGINT NOT NULL,"
              + " client_database BIGINT NOT NULL, draft BIGINT NOT NULL, settled BIGINT NOT NULL,"
              + " confirmed BIGINT NOT NULL, changes BIGINT NOT NULL, mark BLOB NOT NULL,"
              + " checksum BIGINT NOT NULL)",
          "CREATE INDEX version_of_database ON version (client_database, number)",
          "CREATE INDEX version_of_time ON version (published)",
          "CREATE TABLE erasure (id BIGINT PRIMARY KEY, version BIGINT NOT NULL,"
              + " client TEXT NOT NULL, origin TEXT NOT NULL, client_database TEXT NOT NULL,"
              + " store TEXT NOT NULL, checksum BIGINT NOT NULL)",
          "CREATE TABLE erased_key (erasure BIGINT NOT NULL, record_key BLOB NOT NULL,"
              + " checksum BIGINT NOT NULL, PRIMARY KEY (erasure, record_key)) WITHOUT ROWID");

  private Schema() {}
}
