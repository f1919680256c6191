// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import io.github.sparkindexeddb.hadoop.KeyWritable;
import io.github.sparkindexeddb.hadoop.RecordWritable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** A store whose first reader of each split fails in the middle, or takes its process along. */
public final class FaultyInputFormat extends InputFormat<KeyWritable, RecordWritable> {
  private static final String FAULT = "test.input.fault";
  private static final int RECORDS_BEFORE = 20;

  private final IndexedDbInputFormat whole = new IndexedDbInputFormat();

  /** What the first attempt of each task does after some records. */
  enum Fault {
    NONE,
    FAIL,
    KILL;

    private void happen() throws IOException {
      if (this == FAIL) {
        throw new IOException("a fault in the middle of a split");
      }
      if (this == KILL) {
        Runtime.getRuntime().halt(137);
      }
    }
  }

  static void configure(Configuration conf, Fault fault) {
    conf.setEnum(FAULT, fault);
  }

  @Override
  public List<InputSplit> getSplits(JobContext context) throws IOException, InterruptedException {
    return whole.getSplits(context);
  }

  @Override
  public RecordReader<KeyWritable, RecordWritable> createRecordReader(
      InputSplit split, TaskAttemptContext context) throws IOException, InterruptedException {
    RecordReader<KeyWritable, RecordWritable> reader = whole.createRecordReader(split, context);
    boolean first = context.getTaskAttemptID().getId() == 0;
    Fault fault = context.getConfiguration().getEnum(FAULT, Fault.NONE);
    return first ? new Reader(reader, fault) : reader;
  }

  private static final class Reader extends RecordReader<KeyWritable, RecordWritable> {
    private final RecordReader<KeyWritable, RecordWritable> whole;
    private final Fault fault;
    private int records;

    Reader(RecordReader<KeyWritable, RecordWritable> whole, Fault fault) {
      this.whole = whole;
      this.fault = fault;
    }

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context)
        throws IOException, InterruptedException {
      whole.initialize(split, context);
    }

    @Override
    public boolean nextKeyValue() throws IOException, InterruptedException {
      if (++records > RECORDS_BEFORE) {
        fault.happen();
      }
      return whole.nextKeyValue();
    }

    @Override
    public KeyWritable getCurrentKey() throws IOException, InterruptedException {
      return whole.getCurrentKey();
    }

    @Override
    public RecordWritable getCurrentValue() throws IOException, InterruptedException {
      return whole.getCurrentValue();
    }

    @Override
    public float getProgress() throws IOException, InterruptedException {
      return whole.getProgress();
    }

    @Override
    public void close() throws IOException {
      whole.close();
    }
  }
}
