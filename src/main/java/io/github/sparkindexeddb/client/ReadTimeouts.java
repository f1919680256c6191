// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import java.time.Duration;

/**
 * The times that the reader of a split waits.
 *
 * @param idle for the next byte, before it asks the agent how the split is
 * @param progress for progress of the scan, before it gives up; {@code idle} is added, so that an
 *     agent of the same {@code --grace} tells its own, better informed error first
 * @param firstResponse the same before the first answer, when waiting heals nothing: scans live
 *     with the agent's process
 * @param backoff between two attempts, doubled up to a tenth of {@code progress}
 */
record ReadTimeouts(Duration idle, Duration progress, Duration firstResponse, Duration backoff) {
  static final ReadTimeouts DEFAULT =
      new ReadTimeouts(
          Duration.ofSeconds(20),
          Duration.ofSeconds(120),
          Duration.ofSeconds(10),
          Duration.ofMillis(100));
}
