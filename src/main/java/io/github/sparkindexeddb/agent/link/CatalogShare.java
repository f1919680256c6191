// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The memory that catalogs take which are kept. Catalogs are a help, not needed: a client whose
 * catalog is not known is asked. So when they take too much, the largest of clients that are away
 * are forgotten first. Not thread-safe.
 */
final class CatalogShare {
  private final long maxBytes;
  private final Map<ClientName, Long> bytes = new HashMap<>();
  private long total;

  CatalogShare(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Returns whether one catalog of that size may be kept: it leaves room for those of others. */
  boolean fits(long size) {
    return size <= maxBytes / 4;
  }

  void put(ClientName client, long size) {
    remove(client);
    bytes.put(client, size);
    total += size;
  }

  void remove(ClientName client) {
    total -= Optional.ofNullable(bytes.remove(client)).orElse(0L);
  }

  /** Takes out the clients whose catalogs are to be forgotten, so that the others have room. */
  List<ClientName> removeExcess(Predicate<ClientName> isAway) {
    if (total <= maxBytes) {
      return List.of();
    }
    List<ClientName> order =
        bytes.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<ClientName, Long>, Boolean>comparing(
                        entry -> !isAway.test(entry.getKey()))
                    .thenComparing(Map.Entry.comparingByValue(Comparator.reverseOrder())))
            .map(Map.Entry::getKey)
            .toList();
    int count = 0;
    // Half an eighth more than needs be, so that not every catalog sorts all of them.
    while (count < order.size() && total > maxBytes - maxBytes / 16) {
      remove(order.get(count));
      count++;
    }
    return order.subList(0, count);
  }
}
