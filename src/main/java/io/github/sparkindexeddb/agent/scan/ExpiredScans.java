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

  /** About a kilobyte each. */
  private static final int MAX_UNREAD_SPLITS = 10_000;

  /** By id, the latest at the end; absent scans have no split left to read. */
  private final Map<String, Optional<Scan>> byId = new LinkedHashMap<>();

  private int unreadSplits;

  void add(Scan scan) {
    int unread = scan.unreadSplits();
    byId.put(scan.id(), unread == 0 ? Optional.empty() : Optional.of(scan));
    unreadSplits += unread;
    Iterator<Map.Entry<String, Optional<Scan>>> eldest = byId.entrySet().iterator();
    while (byId.size() > MAX_IDS) {
      forget(eldest.next().getValue());
      eldest.remove();
    }
    while (unreadSplits > MAX_UNREAD_SPLITS) {
      Map.Entry<String, Optional<Scan>> next = eldest.next();
      forget(next.getValue());
      next.setValue(Optional.empty());
    }
  }

  boolean contains(String id) {
    return byId.containsKey(id);
  }

  /** Takes out the scan, if that split of it has not been read. */
  Optional<Scan> removeIfUnread(String id, int n) {
    Optional<Scan> found =
        byId.getOrDefault(id, Optional.empty()).filter(scan -> scan.part(n).split().isUnread());
    found.ifPresent(scan -> byId.remove(id));
    forget(found);
    return found;
  }

  /** Takes out the scan, if it is there. */
  void remove(String id) {
    Optional<Scan> known = byId.remove(id);
    forget(known == null ? Optional.empty() : known);
  }

  private void forget(Optional<Scan> scan) {
    unreadSplits -= scan.map(Scan::unreadSplits).orElse(0);
  }
}
