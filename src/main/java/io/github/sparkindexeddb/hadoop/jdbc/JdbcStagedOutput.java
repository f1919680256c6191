// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.security.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link StagedOutput} in a database: each method is one transaction. */
record JdbcStagedOutput(StagingTables tables, Credentials credentials) implements StagedOutput {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcStagedOutput.class);

  private interface Work {
    void run(Connection connection) throws SQLException, IOException;
  }

  static StagedOutput of(JobContext context) {
    return new JdbcStagedOutput(StagingTables.of(context), context.getCredentials());
  }

  private void transact(Work work) throws IOException {
    try (Connection connection = tables.target().connect(credentials)) {
      work.run(connection);
      connection.commit();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void setupJob() throws IOException {
    transact(tables::create);
  }

  @Override
  public void commitTask(TaskAttempt attempt) throws IOException {
    transact(connection -> tables.elect(connection, attempt));
  }

  @Override
  public void recoverTask(int master, int task) throws IOException {
    transact(
        connection -> {
          if (!tables.adopt(connection, master, task)) {
            throw new IOException("Master " + (master - 1) + " elected no attempt of task " + task);
          }
        });
  }

  @Override
  public void commitJob(int master) throws IOException {
    transact(
        connection -> {
          if (tables.enter(connection)) {
            requireElected(tables.uncommitted(connection, master));
            tables.publish(connection, master);
          } else {
            requireOtherJob(tables.receipt(connection).orElseThrow());
          }
          tables.clearBatch(connection);
        });
  }

  private void requireElected(List<Integer> tasks) throws IOException {
    if (!tasks.isEmpty()) {
      throw new IOException(
          ("Cannot commit batch '%s' to table '%s': tasks %s wrote rows and did not commit. Let the"
                  + " processor extend SimpleMRProcessor.")
              .formatted(tables.target().batch(), tables.target().table(), tasks));
    }
  }

  /** The job's own entry is that of another of its outputs, whose rows are not this one's. */
  private void requireOtherJob(StagingTables.Receipt receipt) throws IOException {
    boolean isOwn = receipt.run().equals(tables.run());
    if (!isOwn && job(receipt.run()).equals(job(tables.run()))) {
      throw new IOException(
          "Cannot commit batch '%s' to table '%s': another sink of this DAG did. Give each its own batch."
              .formatted(tables.target().batch(), tables.target().table()));
    }
    LOG.warn(
        "Batch '{}' is in table '{}' since {}, with {} rows: nothing is added.",
        tables.target().batch(),
        tables.target().table(),
        receipt.time(),
        receipt.rows());
  }

  private static String job(String run) {
    return run.substring(0, run.indexOf('/'));
  }

  @Override
  public void abortJob() throws IOException {
    transact(tables::clear);
  }
}
