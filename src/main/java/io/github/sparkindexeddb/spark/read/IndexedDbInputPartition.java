// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.SplitAddress;
import org.apache.spark.sql.connector.read.InputPartition;

/** One split of a scan, for one task. */
final class IndexedDbInputPartition implements InputPartition {
  private static final long serialVersionUID = 1L;

  private final SplitAddress address;

  /** Keeps the scan from being released while a job holds its partitions; null in executors. */
  @SuppressWarnings("unused")
  private final transient ScanHandle handle;

  IndexedDbInputPartition(SplitAddress address, ScanHandle handle) {
    this.address = address;
    this.handle = handle;
  }

  SplitAddress address() {
    return address;
  }

  /** Compares scan and split, and so rows. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IndexedDbInputPartition partition && address.equals(partition.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
