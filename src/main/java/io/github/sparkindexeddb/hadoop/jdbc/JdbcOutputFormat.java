// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.db.DBWritable;
import org.apache.hadoop.security.Credentials;

/**
 * Adds rows to a table exactly once, whatever is retried: every attempt of a task writes to a
 * staging table, one attempt of each task is elected when it commits, and the end of the job moves
 * what was elected to the target table, in one transaction with an entry of the batch in a ledger.
 *
 * <pre>{@code
 * Credentials credentials = new Credentials();
 * Configuration conf =
 *     JdbcOutputFormat.configure(new Configuration(tezConf), credentials)
 *         .url("jdbc:postgresql://db.example/shop")
 *         .user("shop", password)
 *         .table("revenue", "country", "day", "orders", "cents")
 *         .batch("revenue of 2026-11-22")
 *         .configuration();
 * DataSinkDescriptor revenue =
 *     MROutput.createConfigBuilder(conf, JdbcOutputFormat.class)
 *         .getCredentialsForSinkFileSystem(false)
 *         .build();
 * dag.setCredentials(credentials);
 * }</pre>
 *
 * <p>For PostgreSQL. Keys write themselves, as they do with Hadoop's {@code DBOutputFormat}, which
 * adds the rows of failed attempts too; values are ignored. A processor of Tez must commit its
 * outputs, which {@code SimpleMRProcessor} does.
 *
 * @param <K> one row, which binds its columns in the order of the table's
 * @param <V> anything
 */
public final class JdbcOutputFormat<K extends DBWritable, V> extends OutputFormat<K, V> {

  /**
   * Sets up an output.
   *
   * @param conf of this one output: it is changed
   * @param credentials of the job: they take the password
   */
  public static JdbcWriteBuilder configure(Configuration conf, Credentials credentials) {
    return new JdbcWriteBuilder(conf, credentials);
  }

  @Override
  public RecordWriter<K, V> getRecordWriter(TaskAttemptContext context) {
    return new JdbcRecordWriter<>(
        StagingTables.of(context), TaskAttempt.of(context), context.getCredentials());
  }

  @Override
  public void checkOutputSpecs(JobContext context) {
    JdbcTable.read(context.getConfiguration());
  }

  @Override
  public OutputCommitter getOutputCommitter(TaskAttemptContext context) {
    return new StagedOutputCommitter(JdbcStagedOutput::of);
  }
}
