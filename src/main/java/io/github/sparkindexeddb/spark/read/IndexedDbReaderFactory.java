// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Makes readers of splits, in executors. Serializable. */
final class IndexedDbReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1L;

  private final BatchLayout layout;

  IndexedDbReaderFactory(BatchLayout layout) {
    this.layout = layout;
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    IndexedDbInputPartition split = (IndexedDbInputPartition) partition;
    return new IndexedDbPartitionReader(split.addressFor(TaskContext.get()), layout);
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("All splits are read as columns.");
  }
}
