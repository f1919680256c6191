// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.db.DBWritable;
import org.apache.hadoop.security.Credentials;

/** Stages the rows of one attempt. Connects at the first row. Confined to the task's thread. */
final class JdbcRecordWriter<K extends DBWritable, V> extends RecordWriter<K, V> {
  private static final int ROWS_AT_ONCE = 1000;

  private final StagingTables tables;
  private final TaskAttempt attempt;
  private final Credentials credentials;
  private Connection connection;
  private PreparedStatement insert;
  private int waiting;

  JdbcRecordWriter(StagingTables tables, TaskAttempt attempt, Credentials credentials) {
    this.tables = tables;
    this.attempt = attempt;
    this.credentials = credentials;
  }

  @Override
  public void write(K key, V value) throws IOException {
    try {
      if (connection == null) {
        connection = tables.target().connect(credentials);
        insert = tables.insert(connection);
      }
      key.write(insert);
      tables.bind(insert, attempt);
      insert.addBatch();
      if (++waiting == ROWS_AT_ONCE) {
        insert.executeBatch();
        waiting = 0;
      }
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Tez closes the writer of a failed attempt as well: what it staged is never elected. */
  @Override
  public void close(TaskAttemptContext context) throws IOException {
    if (connection == null) {
      return;
    }
    try (Connection closing = connection) {
      insert.executeBatch();
      closing.commit();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
