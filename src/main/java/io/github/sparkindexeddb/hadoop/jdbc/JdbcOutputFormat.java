// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.db.DBWritable;
import org.apache.hadoop.security.Credentials;
import org.apache.tez.mapreduce.hadoop.MRJobConfig;

/**
 * Adds rows to a table exactly once, whatever is retried: every attempt of a task writes to a
 * staging table, one attempt of each task is elected when it commits, and the end of the DAG moves
 * what was elected to the target table, in one transaction with an entry of the batch in a ledger.
 *
 * <p>For PostgreSQL. Keys write themselves, as they do with Hadoop's {@code DBOutputFormat}, which
 * adds the rows of failed attempts too; values are ignored. A processor must commit its outputs,
 * which {@code SimpleMRProcessor} does.
 */
public class StagedOutputFormat<K extends DBWritable, V> extends OutputFormat<K, V> {
  /** Configures a sink; the password goes to the credentials, which the DAG must be given. */
  static Configuration configure(
      Configuration conf, Credentials credentials, SinkTable sink, String password) {
    sink.write(conf, credentials, password);
    return conf;
  }

  @Override
  public RecordWriter<K, V> getRecordWriter(TaskAttemptContext context) {
    return new Writer<>(context);
  }

  @Override
  public void checkOutputSpecs(JobContext context) {
    SinkTable.read(context.getConfiguration());
  }

  @Override
  public OutputCommitter getOutputCommitter(TaskAttemptContext context) {
    return new StagedCommitter();
  }

  static Staging staging(Configuration conf) {
    return new Staging(SinkTable.read(conf), SinkTable.run(conf));
  }

  static Staging.Attempt attempt(TaskAttemptContext context) {
    int task = context.getTaskAttemptID().getTaskID().getId();
    return new Staging.Attempt(
        master(context.getConfiguration()), task, context.getTaskAttemptID().getId());
  }

  /** The number of the application master: 1 unless one before it was lost. */
  static int master(Configuration conf) {
    return conf.getInt(MRJobConfig.APPLICATION_ATTEMPT_ID, 1);
  }

  /** Connects at the first row. Confined to the task's thread. */
  private static final class Writer<K extends DBWritable, V> extends RecordWriter<K, V> {
    private static final int ROWS_AT_ONCE = 1000;

    private final Staging staging;
    private final Staging.Attempt attempt;
    private final Credentials credentials;
    private Connection connection;
    private PreparedStatement insert;
    private int waiting;

    Writer(TaskAttemptContext context) {
      this.staging = staging(context.getConfiguration());
      this.attempt = attempt(context);
      this.credentials = context.getCredentials();
    }

    @Override
    public void write(K key, V value) throws IOException {
      try {
        if (connection == null) {
          connection = staging.sink().connect(credentials);
          insert = staging.insert(connection);
        }
        key.write(insert);
        bindAttempt(staging.sink().columns().size());
        insert.addBatch();
        if (++waiting == ROWS_AT_ONCE) {
          insert.executeBatch();
          waiting = 0;
        }
      } catch (SQLException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    private void bindAttempt(int columns) throws SQLException {
      insert.setString(columns + 1, staging.sink().batch());
      insert.setString(columns + 2, staging.run());
      insert.setInt(columns + 3, attempt.master());
      insert.setInt(columns + 4, attempt.task());
      insert.setInt(columns + 5, attempt.number());
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
}
