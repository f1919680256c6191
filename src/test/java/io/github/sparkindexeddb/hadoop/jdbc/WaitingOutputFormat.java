// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import revenue.RevenueRow;

/**
 * The staged output, which waits at one place until a test has killed the application master. It
 * creates a file when it is there, and does not wait where that file exists.
 */
public final class WaitingOutputFormat extends OutputFormat<RevenueRow, Object> {
  private static final String PLACE = "test.output.place";
  private static final String REACHED = "test.output.reached";

  private final JdbcOutputFormat<RevenueRow, Object> whole = new JdbcOutputFormat<>();

  enum Place {
    NOWHERE,
    /** The second task, before its first row. */
    WRITE,
    /** The application master, after its transaction. */
    COMMITTED
  }

  static void configure(Configuration conf, Place place, Path reached) {
    conf.setEnum(PLACE, place);
    conf.set(REACHED, reached.toString());
  }

  private static void pass(Configuration conf, Place place) {
    if (conf.getEnum(PLACE, Place.NOWHERE) != place) {
      return;
    }
    try {
      Files.createFile(Path.of(conf.get(REACHED)));
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitTheEnd();
  }

  private static void awaitTheEnd() {
    try {
      new CountDownLatch(1).await(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("This process was to be killed.");
  }

  @Override
  public RecordWriter<RevenueRow, Object> getRecordWriter(TaskAttemptContext context) {
    RecordWriter<RevenueRow, Object> writer = whole.getRecordWriter(context);
    boolean second = context.getTaskAttemptID().getTaskID().getId() == 1;
    return second ? new Writer(writer, context.getConfiguration()) : writer;
  }

  @Override
  public void checkOutputSpecs(JobContext context) {
    whole.checkOutputSpecs(context);
  }

  @Override
  public OutputCommitter getOutputCommitter(TaskAttemptContext context) {
    return new StagedOutputCommitter(JdbcStagedOutput::of) {
      @Override
      public void commitJob(JobContext job) throws IOException {
        super.commitJob(job);
        pass(job.getConfiguration(), Place.COMMITTED);
      }
    };
  }

  private static final class Writer extends RecordWriter<RevenueRow, Object> {
    private final RecordWriter<RevenueRow, Object> whole;
    private final Configuration conf;

    Writer(RecordWriter<RevenueRow, Object> whole, Configuration conf) {
      this.whole = whole;
      this.conf = conf;
    }

    @Override
    public void write(RevenueRow key, Object value) throws IOException, InterruptedException {
      pass(conf, Place.WRITE);
      whole.write(key, value);
    }

    @Override
    public void close(TaskAttemptContext context) throws IOException, InterruptedException {
      whole.close(context);
    }
  }
}
