// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.wire.query.Query;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * A scan's splits. They are planned with the agents once, so that a plan that Spark asks for twice
 * is the same.
 *
 * <p>The plan is guarded by {@code this}.
 */
final class IndexedDbBatch implements Batch {
  private final StoreSource store;
  private final ScanSpec scanSpec;

  /** Null until somebody asks for the splits. */
  private ScanHandle handle;

  IndexedDbBatch(StoreSource store, ScanSpec scanSpec) {
    this.store = store;
    this.scanSpec = scanSpec;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    ScanHandle planned = plan();
    return IntStream.range(0, planned.scan().splits().size())
        .mapToObj(index -> new IndexedDbInputPartition(index, planned))
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new IndexedDbReaderFactory(scanSpec.layout());
  }

  Query query() {
    return scanSpec.query();
  }

  /** Returns the scan in the agents, and creates it if nobody has yet. */
  GroupScan scan() {
    return plan().scan();
  }

  /**
   * Returns the scan in the agents, absent until somebody has planned it. Spark asks, for the text
   * of the plan, at the beginning of each execution and on its thread: the one moment at which a
   * plan that it executes again comes back to its source.
   */
  synchronized Optional<GroupScan> planned() {
    Optional<ScanHandle> planned = Optional.ofNullable(handle);
    planned.ifPresent(ScanHandle::onExecution);
    return planned.map(ScanHandle::scan);
  }

  private synchronized ScanHandle plan() {
    if (handle == null) {
      handle =
          ScanHandle.of(
              store.scan(scanSpec.projection(), scanSpec.query()),
              former -> store.scanAgain(scanSpec.projection(), scanSpec.query(), former));
    }
    return handle;
  }

  /** Compares by content: Spark shares the work of equal batches. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IndexedDbBatch batch
        && store.equals(batch.store)
        && scanSpec.equals(batch.scanSpec);
  }

  @Override
  public int hashCode() {
    return scanSpec.hashCode();
  }
}
