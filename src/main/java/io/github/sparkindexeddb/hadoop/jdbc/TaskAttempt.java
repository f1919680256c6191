// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * Who stages. Tez's application masters number their tasks' attempts from 0, each anew.
 *
 * @param master the number of the application master that started it
 */
record TaskAttempt(int master, int task, int number) {
  static TaskAttempt of(TaskAttemptContext context) {
    int task = context.getTaskAttemptID().getTaskID().getId();
    return new TaskAttempt(master(context), task, context.getTaskAttemptID().getId());
  }

  /** Returns the number of the application master: 1 unless one before it was lost. */
  static int master(JobContext context) {
    return context.getConfiguration().getInt(MRJobConfig.APPLICATION_ATTEMPT_ID, 1);
  }
}
