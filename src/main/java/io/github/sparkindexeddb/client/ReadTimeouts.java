// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import java.time.Duration;

/**
 * How long the reader of a split puts up with silence.
 *
 * @param stall without a byte before it asks the agent how the split is
 * @param grace without progress of the scan before it gives up; one stall is added, so that an
 *     agent of the same grace gives its own, better informed verdict first
 * @param first the same before the first answer, when waiting heals nothing: scans live with the
 *     agent's process
 * @param backoff between two attempts, doubled up to a tenth of the grace
 */
record ReadTimeouts(Duration stall, Duration grace, Duration first, Duration backoff) {
  static final ReadTimeouts DEFAULT =
      new ReadTimeouts(
          Duration.ofSeconds(20),
          Duration.ofSeconds(120),
          Duration.ofSeconds(10),
          Duration.ofMillis(100));
}
