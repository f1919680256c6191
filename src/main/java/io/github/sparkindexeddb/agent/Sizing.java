// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.wire.Ask.SplitSizes;
import io.github.sparkindexeddb.wire.EvenShares;
import io.github.sparkindexeddb.wire.ScanRequest;
import java.util.OptionalLong;

/**
 * How many splits a store is cut into.
 *
 * @param atMost over all clients together
 * @param enough as of {@link SplitSizes}
 */
record Sizing(int atLeast, long recordsPerSplit, int atMost, OptionalLong enough) {
  private static final int AT_LEAST = 2;
  private static final long RECORDS_PER_SPLIT = 500_000;

  /** Each split costs key reads in a browser and a file in the spool. */
  private static final int AT_MOST = 10_000;

  /** More than this no JavaScript number counts. */
  private static final long MOST_RECORDS = (1L << 53) - 1;

  /** No cursor goes further at once. */
  private static final long MOST_COUNTED = (1L << 32) - 1;

  /** One range, for the ends of the store and whether it has so many records. */
  static Sizing whole(long enough) {
    long count = Math.min(enough, MOST_COUNTED);
    return new Sizing(1, MOST_RECORDS, Integer.MAX_VALUE, OptionalLong.of(count));
  }

  static Sizing of(ScanRequest.Splitting wishes) {
    return new Sizing(
        AT_LEAST,
        Math.min(wishes.recordsPerSplit().orElse(RECORDS_PER_SPLIT), MOST_RECORDS),
        wishes.atMost().orElse(AT_MOST),
        OptionalLong.empty());
  }

  /** The share of the client with that place among so many. */
  SplitSizes share(int place, int clients) {
    int share = EvenShares.atLeastOne(atMost, clients, place);
    return new SplitSizes(atLeast, recordsPerSplit, share, enough);
  }
}
