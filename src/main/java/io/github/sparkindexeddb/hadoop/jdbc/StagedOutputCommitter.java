// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of {@link StagedOutputFormat}. The job's methods run in the application master,
 * which may be lost within any of them, the task's in a task.
 */
class StagedCommitter extends OutputCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(StagedCommitter.class);

  private interface Work {
    void run(Staging staging, Connection connection) throws SQLException, IOException;
  }

  private static void transact(JobContext context, Work work) throws IOException {
    Staging staging = StagedOutputFormat.staging(context.getConfiguration());
    try (Connection connection = staging.sink().connect(context.getCredentials())) {
      work.run(staging, connection);
      connection.commit();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void setupJob(JobContext context) throws IOException {
    transact(context, Staging::create);
  }

  @Override
  public void setupTask(TaskAttemptContext context) {}

  @Override
  public boolean needsTaskCommit(TaskAttemptContext context) {
    return true;
  }

  @Override
  public void commitTask(TaskAttemptContext context) throws IOException {
    transact(
        context,
        (staging, connection) -> staging.elect(connection, StagedOutputFormat.attempt(context)));
  }

  /** Nothing: Tez calls it for few of the attempts that fail, and nobody reads what they staged. */
  @Override
  public void abortTask(TaskAttemptContext context) {}

  @Override
  public void commitJob(JobContext context) throws IOException {
    int master = StagedOutputFormat.master(context.getConfiguration());
    transact(
        context,
        (staging, connection) -> {
          if (staging.enter(connection)) {
            requireElected(staging, staging.uncommitted(connection, master));
            staging.publish(connection, master);
          } else {
            requireOtherDag(staging, staging.receipt(connection).orElseThrow());
          }
          staging.clearBatch(connection);
        });
  }

  private static void requireElected(Staging staging, List<Integer> tasks) throws IOException {
    if (!tasks.isEmpty()) {
      throw new IOException(
          cannotCommit(staging)
              + "tasks "
              + tasks
              + " wrote rows and did not commit. Let the processor extend SimpleMRProcessor.");
    }
  }

  /** The DAG's own entry is that of another of its sinks, whose rows are not this one's. */
  private static void requireOtherDag(Staging staging, Staging.Receipt receipt) throws IOException {
    boolean isOwn = receipt.run().equals(staging.run());
    if (!isOwn && dag(receipt.run()).equals(dag(staging.run()))) {
      throw new IOException(
          cannotCommit(staging) + "another sink of this DAG did. Give each its own batch.");
    }
    LOG.warn(
        "Batch '{}' is in table '{}' since {}, with {} rows: nothing is added.",
        staging.sink().batch(),
        staging.sink().table(),
        receipt.time(),
        receipt.rows());
  }

  private static String cannotCommit(Staging staging) {
    SinkTable sink = staging.sink();
    return "Cannot commit batch '%s' to table '%s': ".formatted(sink.batch(), sink.table());
  }

  private static String dag(String run) {
    return run.substring(0, run.indexOf('/'));
  }

  @Override
  public void abortJob(JobContext context, JobStatus.State state) throws IOException {
    transact(context, Staging::clear);
  }

  /** Staged rows outlive the application master. */
  @Override
  @Deprecated
  public boolean isRecoverySupported() {
    return true;
  }

  /** Failing makes Tez run the task again. */
  @Override
  public void recoverTask(TaskAttemptContext context) throws IOException {
    int master = StagedOutputFormat.master(context.getConfiguration());
    int task = context.getTaskAttemptID().getTaskID().getId();
    transact(
        context,
        (staging, connection) -> {
          if (!staging.adopt(connection, master, task)) {
            throw new IOException("Master " + (master - 1) + " elected no attempt of task " + task);
          }
        });
  }
}
