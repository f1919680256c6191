// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many records to fetch first from the stores that were sampled of late. A worker that knows
 * nothing of their size begins with a few and doubles, which takes eight transactions for each
 * split; a sample has seen records all over the store. Thread-safe: state is guarded by {@code
 * this}.
 */
public final class FirstFetches {
  /** No more than half of what a worker fetches at most: a sample does not see every record. */
  static final int MAX_RECORDS = 250;

  private static final int MAX_STORES = 1000;

  private final Map<Store, Integer> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Store, Integer> eldest) {
          return size() > MAX_STORES;
        }
      };

  private record Store(ClientName client, String database, String store) {
    static Store of(ClientName client, Target target) {
      return new Store(client, target.database(), target.store());
    }
  }

  /** Returns what the last sample of the store found, or what is safe for one that has none. */
  synchronized int of(ClientName client, Target target) {
    return counts.getOrDefault(Store.of(client, target), Protocol.FIRST_FETCH_RECORDS);
  }

  /**
   * Takes note of a sample.
   *
   * @param count records that may be fetched at once if all are as large as the largest that it saw
   */
  synchronized void sampled(ClientName client, Target target, int count) {
    counts.put(
        Store.of(client, target),
        Math.max(Protocol.FIRST_FETCH_RECORDS, Math.min(count, MAX_RECORDS)));
  }
}
