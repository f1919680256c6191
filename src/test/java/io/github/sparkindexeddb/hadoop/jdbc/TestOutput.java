// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.io.IOException;
import java.time.LocalDate;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import revenue.RevenueRow;

/**
 * One output of one job, called as application masters and tasks call it.
 *
 * @param job the number of the job
 */
record TestOutput(JobConf conf, int job) {
  private static final JdbcOutputFormat<RevenueRow, Object> FORMAT = new JdbcOutputFormat<>();

  private static RevenueRow row(String country) {
    return new RevenueRow(country, LocalDate.EPOCH, 1, 1);
  }

  void setup(int master) throws IOException {
    committer().setupJob(job(master));
  }

  void stage(int master, int task, int number, String... countries) throws Exception {
    TaskAttemptContext context = attempt(master, task, number);
    RecordWriter<RevenueRow, Object> writer = FORMAT.getRecordWriter(context);
    for (String country : countries) {
      writer.write(row(country), null);
    }
    writer.close(context);
  }

  void commitTask(int master, int task, int number) throws IOException {
    committer().commitTask(attempt(master, task, number));
  }

  void recover(int master, int task) throws IOException {
    committer().recoverTask(attempt(master, task, master - 1));
  }

  void commit(int master) throws IOException {
    committer().commitJob(job(master));
  }

  void abort(int master) throws IOException {
    committer().abortJob(job(master), JobStatus.State.FAILED);
  }

  private OutputCommitter committer() {
    return FORMAT.getOutputCommitter(attempt(1, 0, 0));
  }

  private JobContext job(int master) {
    return new JobContextImpl(withMaster(master), attempt(master, 0, 0).getJobID());
  }

  private TaskAttemptContext attempt(int master, int task, int number) {
    TaskAttemptID id = new TaskAttemptID("1", job, TaskType.REDUCE, task, number);
    return new TaskAttemptContextImpl(withMaster(master), id);
  }

  private JobConf withMaster(int master) {
    JobConf copy = new JobConf(conf);
    copy.setCredentials(conf.getCredentials());
    copy.setInt(MRJobConfig.APPLICATION_ATTEMPT_ID, master);
    return copy;
  }
}
