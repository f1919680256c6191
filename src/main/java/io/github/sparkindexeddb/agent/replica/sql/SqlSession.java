// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of one connection, each prepared once. Values are {@code Long}, {@code byte[]},
 * {@code String} or null.
 *
 * <p>Not thread-safe.
 */
public final class SqlSession implements AutoCloseable {
  private final Connection connection;
  private final DatabaseFailures failures;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  SqlSession(Connection connection, DatabaseFailures failures) {
    this.connection = connection;
    this.failures = failures;
  }

  /** Makes something of a row. */
  public interface RowReader<T> {
    /** Returns what the row says; moves to no other. */
    T read(ResultSet row) throws SQLException;
  }

  /** Takes rows one after the other. */
  public interface RowConsumer {
    /** Takes one row and returns whether it takes another. */
    boolean accept(ResultSet row) throws SQLException;
  }

  /** Runs a statement that changes rows and returns how many. */
  public int update(String sql, Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  /** Returns the first row, if there is one. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, Object... values)
      throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  /** Returns all rows. */
  public <T> List<T> all(String sql, RowReader<T> reader, Object... values) throws SQLException {
    List<T> all = new ArrayList<>();
    forEach(sql, row -> all.add(reader.read(row)), values);
    return all;
  }

  /** Hands over row by row; meanwhile the same statement must not be run again. */
  public void forEach(String sql, RowConsumer consumer, Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      boolean takes = true;
      while (takes && rows.next()) {
        takes = consumer.accept(rows);
      }
    }
  }

  /** Returns the number in the one row of a query; 0 for null. */
  public long number(String sql, Object... values) throws SQLException {
    return first(sql, row -> row.getLong(1), values).orElse(0L);
  }

  /** Returns whether the query has a row. */
  public boolean exists(String sql, Object... values) throws SQLException {
    return first(sql, row -> true, values).isPresent();
  }

  /**
   * Proves a row.
   *
   * @param what it is, as {@code a record}
   * @param checksum that stands in the row
   * @throws IndexedDbException {@code REPLICA_DAMAGED} if it is not that of the columns
   */
  public void require(String what, long checksum, Object... columns) {
    if (RowChecksum.of(columns) != checksum) {
      throw failures.damaged(what + " is not what its checksum says");
    }
  }

  /** Returns the error of what cannot be so in a sound database, and ends its use. */
  public IndexedDbException damaged(String how) {
    return failures.damaged(how);
  }

  /** Runs a statement without values once. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Prepares all statements anew: one that failed stays in the middle of what it did. */
  void discardStatements() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        AgentLog.LOG.debug("a statement that failed", e);
      }
    }
    prepared.clear();
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setString(i + 1, (String) value);
      }
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
