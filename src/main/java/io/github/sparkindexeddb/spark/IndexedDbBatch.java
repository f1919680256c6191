// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.wire.Query;
import java.util.Optional;
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
  private final Reading reading;

  /** Null until somebody asks for the splits. */
  private OpenScan open;

  IndexedDbBatch(StoreSource store, Reading reading) {
    this.store = store;
    this.reading = reading;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    OpenScan planned = open();
    return planned.scan().splits().stream()
        .map(address -> new IndexedDbInputPartition(address, planned))
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new IndexedDbReaderFactory(reading.layout());
  }

  Query query() {
    return reading.query();
  }

  /** Plans if nobody has yet. */
  GroupScan scan() {
    return open().scan();
  }

  /** Empty until somebody has planned. */
  synchronized Optional<GroupScan> planned() {
    return Optional.ofNullable(open).map(OpenScan::scan);
  }

  private synchronized OpenScan open() {
    if (open == null) {
      open = OpenScan.of(store.scan(reading.projection(), reading.query()));
    }
    return open;
  }

  /** By content: Spark shares the work of equal batches. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IndexedDbBatch batch
        && store.equals(batch.store)
        && reading.equals(batch.reading);
  }

  @Override
  public int hashCode() {
    return reading.hashCode();
  }
}
