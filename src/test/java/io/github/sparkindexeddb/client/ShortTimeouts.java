// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.value.Format;
import java.time.Duration;

/** Opens readers for tests that cannot wait for minutes. */
public final class ShortTimeouts {
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration BACKOFF = Duration.ofMillis(20);

  private ShortTimeouts() {}

  /** Returns a reader that gives up after so long without progress, and half a second. */
  public static SplitStream open(SplitAddress address, Duration progress) {
    return SplitStream.open(
        address, Format.ARROW, new ReadTimeouts(IDLE, progress, progress, BACKOFF));
  }
}
