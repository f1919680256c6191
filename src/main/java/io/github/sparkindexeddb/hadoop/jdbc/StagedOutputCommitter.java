// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.io.IOException;
import java.util.function.Function;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * Commits a {@link StagedOutput} as Hadoop asks for it. The job's methods run in the application
 * master, which may be lost within any of them, the task's in a task.
 */
class StagedOutputCommitter extends OutputCommitter {
  private final Function<JobContext, StagedOutput> outputs;

  /**
   * @param outputs from the context of a call, which names the master
   */
  StagedOutputCommitter(Function<JobContext, StagedOutput> outputs) {
    this.outputs = outputs;
  }

  @Override
  public void setupJob(JobContext context) throws IOException {
    outputs.apply(context).setupJob();
  }

  @Override
  public void setupTask(TaskAttemptContext context) {}

  @Override
  public boolean needsTaskCommit(TaskAttemptContext context) {
    return true;
  }

  @Override
  public void commitTask(TaskAttemptContext context) throws IOException {
    outputs.apply(context).commitTask(TaskAttempt.of(context));
  }

  /** Nothing: Tez calls it for few of the attempts that fail, and nobody reads what they staged. */
  @Override
  public void abortTask(TaskAttemptContext context) {}

  @Override
  public void commitJob(JobContext context) throws IOException {
    outputs.apply(context).commitJob(TaskAttempt.master(context));
  }

  @Override
  public void abortJob(JobContext context, JobStatus.State state) throws IOException {
    outputs.apply(context).abortJob();
  }

  /** What is staged outlives the application master. */
  @Override
  @Deprecated
  public boolean isRecoverySupported() {
    return true;
  }

  /** Failing makes Tez run the task again. */
  @Override
  public void recoverTask(TaskAttemptContext context) throws IOException {
    TaskAttempt attempt = TaskAttempt.of(context);
    outputs.apply(context).recoverTask(attempt.master(), attempt.task());
  }
}
