// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import java.io.IOException;
import org.apache.hadoop.mapred.RecordReader;

/** The records of a split in Hadoop's older API. Confined to the task's thread. */
final class MapredIndexedDbRecordReader implements RecordReader<KeyWritable, RecordWritable> {
  private final SplitRecords records;

  MapredIndexedDbRecordReader(SplitRecords records) {
    this.records = records;
  }

  @Override
  public boolean next(KeyWritable key, RecordWritable value) throws IOException {
    return records.next(key, value);
  }

  @Override
  public KeyWritable createKey() {
    return new KeyWritable();
  }

  @Override
  public RecordWritable createValue() {
    return new RecordWritable();
  }

  @Override
  public long getPos() {
    return records.position();
  }

  @Override
  public float getProgress() {
    return records.progress();
  }

  @Override
  public void close() {
    records.close();
  }
}
