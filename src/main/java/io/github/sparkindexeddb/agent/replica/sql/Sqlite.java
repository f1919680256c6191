// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sqlite.JDBC;

/** What is said to SQLite and to no other database, and what its error codes mean. */
final class Sqlite {
  /** {@code SIDB}: tells this database from any other of SQLite. */
  static final long APPLICATION_ID = 0x53494442;

  private static final int BUSY_MILLIS = 10_000;

  /** Rounds wait as long for those who read, to empty the log. */
  private static final int PATIENCE_MILLIS = 200;

  private static final int MAX_SHOWN_PROBLEMS = 1;

  /** Each holds for its connection. Memory is counted in KiB by a negative number. */
  private static final List<String> ALL =
      List.of(
          "busy_timeout = " + BUSY_MILLIS,
          "cell_size_check = ON",
          "mmap_size = 0",
          "trusted_schema = OFF");

  private static final List<String> WRITER =
      List.of(
          "journal_mode = WAL",
          // Errors of a checkpoint by itself are told to nobody.
          "wal_autocheckpoint = 0",
          "cache_size = -32768",
          // FAST leaves whole pages of what is deleted on the list of free ones.
          "secure_delete = ON");

  private static final List<String> READER =
      List.of("cache_size = -8192", "query_only = ON", "temp_store = MEMORY");

  /** Of a file without tables. */
  private static final List<String> NEW = List.of("page_size = 8192", "synchronous = FULL");

  private static final int READONLY = 8;
  private static final int NOMEM = 7;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;
  private static final int PRIMARY = 0xFF;

  private Sqlite() {}

  /** What follows from an error. */
  enum Kind {
    /** The file is not as SQLite wrote it. */
    DAMAGED,
    /** Nobody knows what is on the disk. */
    DISK,
    /** There is no room, and what was there before is. */
    FULL,
    /** Anything else that left all as it was before. */
    OTHER
  }

  static Kind kind(SQLException error) {
    return switch (error.getErrorCode() & PRIMARY) {
      case CORRUPT, NOTADB -> Kind.DAMAGED;
      case FULL -> Kind.FULL;
      case IOERR -> isOfIndex(error) ? Kind.FULL : Kind.DISK;
      case READONLY, CANTOPEN, NOMEM -> Kind.DISK;
      default -> Kind.OTHER;
    };
  }

  /** The index of the log is made anew at each start, and grows before anything is written. */
  private static boolean isOfIndex(SQLException error) {
    return String.valueOf(error.getMessage())
        .toUpperCase(Locale.ROOT)
        .contains("SQLITE_IOERR_SHMSIZE");
  }

  /** Refuses to go on where the driver is not on the class path, as in Spark without it. */
  static void requireDriver() {
    try {
      // Its class registers itself where drivers are looked for.
      var unusedDriver = new JDBC();
    } catch (LinkageError e) {
      throw IndexedDbException.of(
              ErrorCode.REPLICA_FAILED,
              "Cannot keep replicas: SQLite's driver is not on the class path (%s). Start the agent"
                  + " of the agent jar, or add the package 'org.xerial:sqlite-jdbc' to Spark.",
              e)
          .causedBy(e);
    }
  }

  static Connection writer(Path file) throws SQLException {
    return connection(file, WRITER);
  }

  static Connection reader(Path file) throws SQLException {
    return connection(file, READER);
  }

  /** Opens a file without tables. */
  static Connection maker(Path file) throws SQLException {
    return connection(file, NEW);
  }

  private static Connection connection(Path file, List<String> pragmas) throws SQLException {
    // As a URI: the driver takes what follows a question mark in a name for options.
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
    try {
      for (String pragma : ALL) {
        execute(connection, "PRAGMA " + pragma);
      }
      for (String pragma : pragmas) {
        execute(connection, "PRAGMA " + pragma);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Begins a transaction that writes, or waits until it may. */
  static void beginToWrite(SqlSession session) throws SQLException {
    session.execute("BEGIN IMMEDIATE");
  }

  static void beginToRead(SqlSession session) throws SQLException {
    session.execute("BEGIN");
  }

  /**
   * Chooses whether commits wait for the disk. Those that do not outlive the process all the same,
   * and never come to the disk before an earlier one.
   */
  static void waitForDisk(SqlSession session, boolean waits) throws SQLException {
    session.execute("PRAGMA synchronous = " + (waits ? "FULL" : "NORMAL"));
  }

  static void writeFormat(SqlSession session, int format) throws SQLException {
    session.execute("PRAGMA application_id = " + APPLICATION_ID);
    session.execute("PRAGMA user_version = " + format);
  }

  static long readFormat(SqlSession session) throws SQLException {
    return session.number("PRAGMA user_version");
  }

  static long readApplication(SqlSession session) throws SQLException {
    return session.number("PRAGMA application_id");
  }

  /** Returns the statements that made what there is. */
  static Set<String> statements(SqlSession session) throws SQLException {
    return Set.copyOf(
        session.all(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", row -> row.getString(1)));
  }

  /** Returns what is wrong with the structure of the file; nothing if all is well. */
  static List<String> problems(SqlSession session) throws SQLException {
    return session
        .all("PRAGMA integrity_check(" + MAX_SHOWN_PROBLEMS + ")", row -> row.getString(1))
        .stream()
        .filter(problem -> !problem.equals("ok"))
        .toList();
  }

  /** Copies what is in the log into the database. */
  static void checkpoint(SqlSession session) throws SQLException {
    session.number("PRAGMA wal_checkpoint(PASSIVE)");
  }

  /**
   * Copies what is in the log into the database and empties the log.
   *
   * @return whether nobody was in the way
   */
  static boolean emptyLog(SqlSession session) throws SQLException {
    session.execute("PRAGMA busy_timeout = " + PATIENCE_MILLIS);
    try {
      return session.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    } finally {
      session.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
    }
  }

  /**
   * Writes all that is there anew, and nothing else: pages that were once split keep pieces of what
   * has moved to others, whatever is deleted afterwards.
   */
  static void rewrite(SqlSession session) throws SQLException {
    session.execute("VACUUM");
  }

  /** Writes a copy into an empty file. */
  static void copy(SqlSession session, Path file) throws SQLException {
    session.update("VACUUM INTO ?", file.toString());
  }
}
