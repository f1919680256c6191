// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.mapreduce.JobContext;

/**
 * The three tables beside a target table, and every statement on them. For PostgreSQL.
 *
 * <ul>
 *   <li>{@code <table>__staged}: rows of each attempt of each task; nobody but a commit reads them
 *   <li>{@code <table>__elected}: of each task the attempt whose rows count
 *   <li>{@code <table>__batches}: the ledger, a row for each batch that is in the target table
 * </ul>
 *
 * @param run one output of one job
 */
record StagingTables(JdbcTable target, String run) {
  /** What became of a batch: by which run it was added, when, and with how many rows. */
  record Receipt(String run, String time, long rows) {}

  static StagingTables of(JobContext context) {
    return new StagingTables(JdbcTable.read(context.getConfiguration()), JdbcTable.run(context));
  }

  /** Creates what is missing; one job at a time, as PostgreSQL's IF NOT EXISTS is not enough. */
  void create(Connection connection) throws SQLException {
    execute(connection, "SELECT pg_advisory_xact_lock(hashtext(?))", target.table());
    execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS {staged} AS
        SELECT CAST('' AS varchar) AS staged_batch, CAST('' AS varchar) AS staged_run,
          0 AS staged_master, 0 AS staged_task, 0 AS staged_attempt, {columns}
        FROM {target} WITH NO DATA
        """);
    execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS {elected} (run varchar, master int, task int,
          staged_master int, staged_attempt int, PRIMARY KEY (run, master, task))
        """);
    execute(
        connection,
        """
        CREATE TABLE IF NOT EXISTS {batches} (batch varchar PRIMARY KEY, run varchar NOT NULL,
          committed_at timestamptz NOT NULL DEFAULT now(), row_count bigint)
        """);
  }

  /** Returns an insert whose parameters are the columns, and then who stages them. */
  PreparedStatement insert(Connection connection) throws SQLException {
    String values = String.join(", ", Collections.nCopies(target.columns().size() + 5, "?"));
    return prepare(
        connection,
        """
        INSERT INTO {staged} ({columns},
          staged_batch, staged_run, staged_master, staged_task, staged_attempt)
        VALUES (%s)
        """
            .formatted(values));
  }

  /** Binds what follows the columns of such an insert. */
  void bind(PreparedStatement insert, TaskAttempt attempt) throws SQLException {
    int columns = target.columns().size();
    insert.setString(columns + 1, target.batch());
    insert.setString(columns + 2, run);
    insert.setInt(columns + 3, attempt.master());
    insert.setInt(columns + 4, attempt.task());
    insert.setInt(columns + 5, attempt.number());
  }

  /** Makes the attempt's rows those of its task. */
  void elect(Connection connection, TaskAttempt attempt) throws SQLException {
    execute(
        connection,
        """
        INSERT INTO {elected} (run, master, task, staged_master, staged_attempt)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (run, master, task) DO UPDATE
        SET staged_master = EXCLUDED.staged_master, staged_attempt = EXCLUDED.staged_attempt
        """,
        run,
        attempt.master(),
        attempt.task(),
        attempt.master(),
        attempt.number());
  }

  /** Takes over from the master before what it knew to be done; false if nothing is there. */
  boolean adopt(Connection connection, int master, int task) throws SQLException {
    String update = "UPDATE {elected} SET master = ? WHERE run = ? AND master = ? AND task = ?";
    return execute(connection, update, master, run, master - 1, task) == 1;
  }

  /** Enters the batch into the ledger; false if it is there. Waits for others that are at it. */
  boolean enter(Connection connection) throws SQLException {
    String insert = "INSERT INTO {batches} (batch, run) VALUES (?, ?) ON CONFLICT DO NOTHING";
    return execute(connection, insert, target.batch(), run) == 1;
  }

  /** Copies what was elected under this master to the target, and its number to the ledger. */
  void publish(Connection connection, int master) throws SQLException {
    int rows =
        execute(
            connection,
            """
            INSERT INTO {target} ({columns})
            SELECT {columns} FROM {staged} s JOIN {elected} e
            ON e.run = s.staged_run AND e.task = s.staged_task
              AND e.staged_master = s.staged_master AND e.staged_attempt = s.staged_attempt
            WHERE e.run = ? AND e.master = ?
            """,
            run,
            master);
    execute(connection, "UPDATE {batches} SET row_count = ? WHERE batch = ?", rows, target.batch());
  }

  /** Returns the tasks that staged rows under this master and were never elected. */
  List<Integer> uncommitted(Connection connection, int master) throws SQLException {
    String query =
        """
        SELECT DISTINCT staged_task FROM {staged} WHERE staged_run = ? AND staged_master = ?
          AND staged_task NOT IN (SELECT task FROM {elected} WHERE run = ? AND master = ?)
        """;
    List<Integer> tasks = new ArrayList<>();
    try (PreparedStatement select = prepare(connection, query, run, master, run, master);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        tasks.add(rows.getInt(1));
      }
    }
    return tasks;
  }

  /** Returns what the ledger says of the batch. */
  Optional<Receipt> receipt(Connection connection) throws SQLException {
    String query = "SELECT run, committed_at, row_count FROM {batches} WHERE batch = ?";
    try (PreparedStatement select = prepare(connection, query, target.batch());
        ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new Receipt(row.getString(1), row.getString(2), row.getLong(3)))
          : Optional.empty();
    }
  }

  /** Deletes what this run staged. */
  void clear(Connection connection) throws SQLException {
    execute(connection, "DELETE FROM {elected} WHERE run = ?", run);
    execute(connection, "DELETE FROM {staged} WHERE staged_run = ?", run);
  }

  /** Deletes what any run staged for the batch: those that come later will add nothing. */
  void clearBatch(Connection connection) throws SQLException {
    clear(connection);
    execute(connection, "DELETE FROM {staged} WHERE staged_batch = ?", target.batch());
  }

  private int execute(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.execute() ? 0 : statement.getUpdateCount();
    }
  }

  private PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            sql.replace("{target}", target.table())
                .replace("{staged}", target.table() + "__staged")
                .replace("{elected}", target.table() + "__elected")
                .replace("{batches}", target.table() + "__batches")
                .replace("{columns}", String.join(", ", target.columns())));
    for (int at = 0; at < parameters.length; at++) {
      statement.setObject(at + 1, parameters[at]);
    }
    return statement;
  }
}
