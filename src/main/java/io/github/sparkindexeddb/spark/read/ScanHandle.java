// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.GroupScan;
import java.lang.ref.Cleaner;

/**
 * A scan that exists in agents, for as long as something in the driver refers to it: the query's
 * plan, or a partition of a job that still runs. Then it is released in the agents, best effort,
 * since a scan also expires.
 */
final class ScanHandle {
  private static final Cleaner CLEANER = Cleaner.create();

  private final GroupScan scan;

  private ScanHandle(GroupScan scan) {
    this.scan = scan;
  }

  static ScanHandle of(GroupScan scan) {
    ScanHandle handle = new ScanHandle(scan);
    ScanRegistry registry = ScanRegistry.active();
    registry.add(scan);
    CLEANER.register(handle, () -> registry.release(scan));
    return handle;
  }

  GroupScan scan() {
    return scan;
  }
}
