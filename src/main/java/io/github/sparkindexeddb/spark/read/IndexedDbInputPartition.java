// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.OptionalLong;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One split of a scan, for one task. The scan may be created again while Spark holds its
 * partitions: a task gets the one that there is when it is launched.
 */
final class IndexedDbInputPartition implements InputPartition {
  private static final long serialVersionUID = 1L;

  private final SplitAddress address;

  private final Executions.Allowed allowed;

  /** Whether results of other splits may be of another store. */
  private final boolean mayMix;

  private final int index;

  /**
   * Knows the scan that there is by now, and keeps it from being released while a job holds its
   * partitions; null in executors.
   */
  private final transient ScanHandle handle;

  IndexedDbInputPartition(int index, ScanHandle handle) {
    this(handle.planned(), index, handle);
  }

  private IndexedDbInputPartition(ScanHandle.Planned planned, int index, ScanHandle handle) {
    this.address = planned.split(index);
    this.allowed = planned.allowed();
    this.mayMix = planned.mayMix();
    this.index = index;
    this.handle = handle;
  }

  /**
   * Returns where a task reads the split.
   *
   * @throws IndexedDbException {@code SCAN_LOST} if the scan was created again and the task's
   *     execution may hold results of the former one
   */
  SplitAddress addressFor(TaskContext task) {
    OptionalLong execution = Executions.of(task);
    if (execution.isPresent() && !allowed.contains(execution.getAsLong())) {
      throw IndexedDbException.of(
          ErrorCode.SCAN_LOST,
          "Cannot read %s: its scan was lost while the query ran, and another query on the same DataFrame has"
              + " created it again. Run the query again.",
          address.name());
    }
    if (mayMix) {
      throw IndexedDbException.of(
          ErrorCode.SCAN_LOST,
          "Cannot read %s: its scan is gone, and Spark keeps results of other splits that may be of another store"
              + " by now. Take a new DataFrame, as 'df.select(\"*\")', and 'unpersist' a cached one before.",
          address.name());
    }
    return address;
  }

  /** Called where a task is launched. */
  private Object writeReplace() {
    return handle == null ? this : new IndexedDbInputPartition(handle.onLaunched(), index, null);
  }

  /** Returns no place: a browser is near to none. Called where a task is submitted. */
  @Override
  public String[] preferredLocations() {
    if (handle != null) {
      handle.onSubmitted(index);
    }
    return new String[0];
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
