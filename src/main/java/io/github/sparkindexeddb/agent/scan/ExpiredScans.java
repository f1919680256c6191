// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The scans that have expired, the latest of them: to tell them from those of an earlier agent, and
 * for the sake of their splits that nobody has read yet. Such a split has no file, and reading it
 * late is what reading it in time was. Not thread-safe.
 */
final class ExpiredScans {
  private static final int MAX_IDS = 10_000;

  /** What requests may be is up to who sends them, and nobody may ever come to read. */
  private static final long MAX_RETAINED_BYTES = 16L << 20;

  /** A scan that has a split left to read, and about how much memory it takes. */
  private record Unread(Scan scan, long bytes) {}

  /** By id, the latest at the end; absent scans have no split left to read. */
  private final Map<String, Optional<Unread>> byId = new LinkedHashMap<>();

  private long retainedBytes;

  void add(Scan scan) {
    Optional<Unread> unread =
        Optional.of(scan)
            .filter(each -> each.unreadSplits() > 0)
            .map(each -> new Unread(each, each.retainedBytes()));
    byId.put(scan.id(), unread);
    retainedBytes += bytes(unread);
    Iterator<Map.Entry<String, Optional<Unread>>> eldest = byId.entrySet().iterator();
    while (byId.size() > MAX_IDS) {
      retainedBytes -= bytes(eldest.next().getValue());
      eldest.remove();
    }
    while (retainedBytes > MAX_RETAINED_BYTES && eldest.hasNext()) {
      Map.Entry<String, Optional<Unread>> next = eldest.next();
      retainedBytes -= bytes(next.getValue());
      next.setValue(Optional.empty());
    }
  }

  boolean contains(String id) {
    return byId.containsKey(id);
  }

  /** Takes out the scan, if it is one of that token and that split of it has not been read. */
  Optional<Scan> removeIfUnread(String id, Optional<String> owner, int n) {
    Optional<Scan> found =
        byId.getOrDefault(id, Optional.empty())
            .map(Unread::scan)
            .filter(scan -> scan.isOwnedBy(owner))
            .filter(scan -> scan.part(n).split().isUnread());
    found.ifPresent(scan -> remove(id));
    return found;
  }

  /** Takes out the scan, if it is there. */
  void remove(String id) {
    Optional<Unread> known = byId.remove(id);
    if (known != null) {
      retainedBytes -= bytes(known);
    }
  }

  private static long bytes(Optional<Unread> unread) {
    return unread.map(Unread::bytes).orElse(0L);
  }
}
