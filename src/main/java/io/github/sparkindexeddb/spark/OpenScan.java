// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.GroupScan;
import java.lang.ref.Cleaner;

/**
 * A scan that exists in agents, for as long as something in the driver refers to it: the query's
 * plan, or a partition of a job that still runs. Then the agents are told that nobody will read it
 * any more, best effort, since a scan also expires.
 */
final class OpenScan {
  private static final Cleaner CLEANER = Cleaner.create();

  private final GroupScan scan;

  private OpenScan(GroupScan scan) {
    this.scan = scan;
  }

  static OpenScan of(GroupScan scan) {
    OpenScan open = new OpenScan(scan);
    ApplicationScans application = ApplicationScans.active();
    application.add(scan);
    CLEANER.register(open, () -> application.release(scan));
    return open;
  }

  GroupScan scan() {
    return scan;
  }
}
