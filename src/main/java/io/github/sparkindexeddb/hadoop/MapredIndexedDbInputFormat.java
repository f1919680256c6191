// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * {@link IndexedDbInputFormat} for Hadoop's older API; it is configured there. How many splits
 * there are is up to the options, not to the number that this API hands down.
 */
public final class MapredIndexedDbInputFormat implements InputFormat<KeyWritable, RecordWritable> {

  @Override
  public InputSplit[] getSplits(JobConf job, int number) {
    return SplitPlanner.splits(job, job.getCredentials()).toArray(InputSplit[]::new);
  }

  @Override
  public RecordReader<KeyWritable, RecordWritable> getRecordReader(
      InputSplit split, JobConf job, Reporter reporter) {
    ReadCounters counters =
        (count, amount) -> reporter.getCounter(ReadCounters.GROUP, count.name()).increment(amount);
    return new MapredIndexedDbRecordReader(
        ((IndexedDbSplit) split).open(job, job.getCredentials(), counters));
  }
}
