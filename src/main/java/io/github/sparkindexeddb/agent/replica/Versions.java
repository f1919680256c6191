// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.RowChecksum;
import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The counters of the database, and its versions. Stateless: each method is given a transaction.
 */
final class Versions {
  private static final String EPOCH = "epoch";
  private static final String VERSION = "version";
  private static final String FLOOR = "floor";
  private static final String IDS = "ids";
  private static final String TRACES = "traces";

  private static final int EPOCH_BYTES = 16;
  private static final int MARK_BYTES = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String COLUMNS =
      "number, published, client_database, draft, settled, confirmed, changes, mark, checksum";

  private Versions() {}

  /**
   * A row of the versions.
   *
   * @param at in microseconds, as {@code confirmed}
   * @param database 0: what was erased
   * @param draft of the database that this version published
   * @param confirmed when the database was last found to be like this
   * @param mark tells this version from one of that number in a copy that went another way
   */
  record Row(
      long number,
      long at,
      long database,
      long draft,
      boolean settled,
      long confirmed,
      long changes,
      byte[] mark) {
    ReplicaVersion version() {
      return new ReplicaVersion(number, instant(at));
    }

    Row confirmed(long when) {
      long latest = Math.max(confirmed, when);
      return new Row(number, at, database, draft, settled, latest, changes, mark);
    }
  }

  /** Writes the counters of a new database. */
  static void create(SqlSession session) throws SQLException {
    byte[] epoch = random(EPOCH_BYTES);
    set(session, EPOCH, HexFormat.of().formatHex(epoch));
    for (String counter : new String[] {VERSION, FLOOR, IDS, TRACES}) {
      set(session, counter, "0");
    }
  }

  static String epoch(SqlSession session) throws SQLException {
    return get(session, EPOCH);
  }

  /** Returns the number of the newest version. */
  static long newest(SqlSession session) throws SQLException {
    return Long.parseLong(get(session, VERSION));
  }

  static long floor(SqlSession session) throws SQLException {
    return Long.parseLong(get(session, FLOOR));
  }

  static void setFloor(SqlSession session, long floor) throws SQLException {
    set(session, FLOOR, Long.toString(floor));
  }

  /** Returns whether the file may hold pieces of what was erased. */
  static boolean hasTraces(SqlSession session) throws SQLException {
    return get(session, TRACES).equals("1");
  }

  static void setTraces(SqlSession session, boolean has) throws SQLException {
    set(session, TRACES, has ? "1" : "0");
  }

  /** Returns an id that nothing has or had. */
  static long nextId(SqlSession session) throws SQLException {
    long id = Long.parseLong(get(session, IDS)) + 1;
    set(session, IDS, Long.toString(id));
    return id;
  }

  /** Returns a version between the floor and the newest. */
  static ReplicaVersion version(SqlSession session, long number) throws SQLException {
    return number == 0
        ? new ReplicaVersion(0, Instant.EPOCH)
        : one(session, "WHERE number = ?", number)
            .orElseThrow(() -> session.damaged("version " + number + " is missing"))
            .version();
  }

  /** Returns the newest version that was published then or before. */
  static Optional<Row> publishedBy(SqlSession session, long micros) throws SQLException {
    return one(session, "WHERE published <= ? ORDER BY published DESC LIMIT 1", micros);
  }

  /** Returns the newest version of a database up to one of all. */
  static Optional<Row> ofDatabase(SqlSession session, long database, long upTo)
      throws SQLException {
    return one(
        session,
        "WHERE client_database = ? AND number <= ? ORDER BY number DESC LIMIT 1",
        database,
        upTo);
  }

  /** Returns how often a database was published up to a version; 0 if it was not. */
  static long draftAt(SqlSession session, long database, long upTo) throws SQLException {
    return ofDatabase(session, database, upTo).map(Row::draft).orElse(0L);
  }

  private static Optional<Row> one(SqlSession session, String which, Object... values)
      throws SQLException {
    return session.first(
        "SELECT " + COLUMNS + " FROM version " + which, row -> read(session, row), values);
  }

  static Row read(SqlSession session, ResultSet row) throws SQLException {
    Row read =
        new Row(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5) == 1,
            row.getLong(6),
            row.getLong(7),
            row.getBytes(8));
    session.require("version " + read.number, row.getLong(9), columns(read));
    return read;
  }

  /** Makes a new version, later than each before. */
  static Row publish(
      SqlSession session, Catalog.Database database, boolean settled, long changes, long now)
      throws SQLException {
    long before = newest(session);
    long at = Math.max(now, micros(version(session, before).at()) + 1);
    Row row =
        new Row(
            before + 1,
            at,
            database.id(),
            database.draft(),
            settled,
            at,
            changes,
            random(MARK_BYTES));
    put(session, row);
    set(session, VERSION, Long.toString(row.number));
    return row;
  }

  /** Writes a version, in place of the one of that number. */
  static void put(SqlSession session, Row row) throws SQLException {
    Object[] columns = columns(row);
    Object[] values = java.util.Arrays.copyOf(columns, columns.length + 1);
    values[columns.length] = RowChecksum.of(columns);
    session.update(
        "INSERT INTO version ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number)"
            + " DO UPDATE SET confirmed = excluded.confirmed, checksum = excluded.checksum",
        values);
  }

  private static Object[] columns(Row row) {
    return new Object[] {
      row.number,
      row.at,
      row.database,
      row.draft,
      row.settled ? 1L : 0L,
      row.confirmed,
      row.changes,
      row.mark
    };
  }

  private static String get(SqlSession session, String name) throws SQLException {
    return session
        .first(
            "SELECT value, checksum FROM meta WHERE name = ?",
            row -> {
              session.require("'" + name + "'", row.getLong(2), name, row.getString(1));
              return row.getString(1);
            },
            name)
        .orElseThrow(() -> session.damaged("'" + name + "' is missing"));
  }

  private static void set(SqlSession session, String name, String value) throws SQLException {
    session.update(
        "INSERT INTO meta (name, value, checksum) VALUES (?, ?, ?) ON CONFLICT (name)"
            + " DO UPDATE SET value = excluded.value, checksum = excluded.checksum",
        name,
        value,
        RowChecksum.of(name, value));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
