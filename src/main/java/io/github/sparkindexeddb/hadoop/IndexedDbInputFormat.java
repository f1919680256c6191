// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.security.Credentials;

/**
 * The store of the browsers that are linked to an agent, for Tez, MapReduce and what is built on
 * them, in Hadoop's newer API; {@link MapredIndexedDbInputFormat} is its twin for the older.
 *
 * <pre>{@code
 * Credentials credentials = new Credentials();
 * Configuration conf =
 *     IndexedDbInputFormat.configure(new Configuration(tezConf), credentials)
 *         .endpoint("http://localhost:8787")
 *         .store("shop", "orders")
 *         .configuration();
 * DataSourceDescriptor orders =
 *     MRInput.createConfigBuilder(conf, IndexedDbInputFormat.class).build();
 * dag.setCredentials(credentials);
 * }</pre>
 */
public final class IndexedDbInputFormat extends InputFormat<KeyWritable, RecordWritable> {

  /**
   * Starts to configure a read.
   *
   * @param conf of this one source: it is changed
   * @param credentials of the job: the token is put into them
   */
  public static ReadBuilder configure(Configuration conf, Credentials credentials) {
    return new ReadBuilder(conf, credentials);
  }

  @Override
  public List<InputSplit> getSplits(JobContext context) {
    return new ArrayList<>(
        SplitPlanner.splits(context.getConfiguration(), context.getCredentials()));
  }

  @Override
  public RecordReader<KeyWritable, RecordWritable> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new IndexedDbRecordReader();
  }
}
