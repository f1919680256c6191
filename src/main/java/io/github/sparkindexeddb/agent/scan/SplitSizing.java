// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.wire.EvenShares;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.WorkerRequest.SplitSizes;
import java.util.OptionalLong;

/**
 * The number of splits that a store is cut into.
 *
 * @param atMost over all clients together
 * @param enough up to how many records each client counts; absent: all
 */
record SplitSizing(int atLeast, long recordsPerSplit, int atMost, OptionalLong enough) {
  private static final int MIN_SPLITS = 2;
  private static final long DEFAULT_RECORDS_PER_SPLIT = 500_000;

  /** More than this no JavaScript number counts. */
  private static final long MAX_RECORDS = (1L << 53) - 1;

  /** No cursor goes further at once. */
  private static final long MAX_COUNTED_RECORDS = (1L << 32) - 1;

  /** Returns one range, for the ends of the store and whether it has so many records. */
  static SplitSizing whole(long enough) {
    long count = Math.min(enough, MAX_COUNTED_RECORDS);
    return new SplitSizing(1, MAX_RECORDS, Integer.MAX_VALUE, OptionalLong.of(count));
  }

  /** Returns what the request says, with the agent's defaults for what it leaves out. */
  static SplitSizing of(ScanRequest.Splitting splitting) {
    return new SplitSizing(
        MIN_SPLITS,
        Math.min(splitting.recordsPerSplit().orElse(DEFAULT_RECORDS_PER_SPLIT), MAX_RECORDS),
        splitting.atMost().orElse(PlanLimits.MAX_SPLITS),
        OptionalLong.empty());
  }

  /** Returns the share of the client with that place among so many. */
  SplitSizes share(int place, int clients) {
    int share = EvenShares.atLeastOne(atMost, clients, place);
    return new SplitSizes(atLeast, recordsPerSplit, share, enough);
  }
}
