// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import java.io.IOException;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** The records of a split in Hadoop's newer API. Confined to the task's thread. */
final class IndexedDbRecordReader extends RecordReader<KeyWritable, RecordWritable> {
  private final KeyWritable key = new KeyWritable();
  private final RecordWritable record = new RecordWritable();

  /** Null until a split is given. */
  private SplitRecords records;

  @Override
  public void initialize(InputSplit input, TaskAttemptContext context) {
    IndexedDbSplit split = (IndexedDbSplit) input;
    records =
        split.open(
            context.getConfiguration(),
            context.getCredentials(),
            (count, amount) ->
                context.getCounter(ReadCounters.GROUP, count.name()).increment(amount));
  }

  @Override
  public boolean nextKeyValue() throws IOException {
    return records.next(key, record);
  }

  @Override
  public KeyWritable getCurrentKey() {
    return key;
  }

  @Override
  public RecordWritable getCurrentValue() {
    return record;
  }

  @Override
  public float getProgress() {
    return records.progress();
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
    }
  }
}
