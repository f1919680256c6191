// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who holds how much of the spool. A client may hold all of it while nobody else needs room. When
 * it is full, a client that stays within its share (the limit divided by the clients that hold
 * bytes) is given room: the largest file is taken from the client that holds most.
 *
 * <p>Clients are free to make, and who makes many has many shares. Nothing else bounds them better:
 * an address may be a proxy's, and all users of an app share its origin and its browser token.
 *
 * <p>Thread-safe; nothing else is locked or called under its lock.
 */
final class SpoolShares {
  private final long limit;
  private final Map<String, Set<Holding>> byOwner = new HashMap<>();
  private long used;

  /** What one file holds. Guarded by the shares. */
  static final class Holding {
    private final String owner;
    private final Consumer<IndexedDbException> onTaken;
    private long bytes;
    private boolean ended;

    /**
     * @param onTaken told when the file has to go; does not block
     */
    Holding(String owner, Consumer<IndexedDbException> onTaken) {
      this.owner = owner;
      this.onTaken = onTaken;
    }
  }

  SpoolShares(long limit) {
    this.limit = limit;
  }

  synchronized long used() {
    return used;
  }

  long limit() {
    return limit;
  }

  /**
   * Counts bytes that are going to be written; nothing if the holding has ended.
   *
   * @throws IndexedDbException {@code SPOOL_FULL} if there is no room for them
   */
  void reserve(Holding holding, long bytes) {
    List<Holding> taken = new ArrayList<>();
    long share;
    synchronized (this) {
      if (holding.ended) {
        return;
      }
      Set<Holding> own = byOwner.computeIfAbsent(holding.owner, owner -> new HashSet<>());
      own.add(holding);
      share = limit / byOwner.size();
      if (used + bytes > limit && held(own) + bytes > share) {
        throw full(holding.owner);
      }
      while (used + bytes > limit) {
        Holding largest = largest();
        taken.add(largest);
        end(largest);
      }
      holding.bytes += bytes;
      used += bytes;
    }
    taken.forEach(each -> each.onTaken.accept(overShare(each.owner, share)));
  }

  /** Gives back what the holding has over so many bytes. */
  synchronized void shrink(Holding holding, long bytes) {
    if (!holding.ended) {
      used -= holding.bytes - bytes;
      holding.bytes = bytes;
    }
  }

  synchronized void end(Holding holding) {
    if (holding.ended) {
      return;
    }
    shrink(holding, 0);
    holding.ended = true;
    Set<Holding> own = byOwner.getOrDefault(holding.owner, new HashSet<>());
    own.remove(holding);
    if (own.isEmpty()) {
      byOwner.remove(holding.owner);
    }
  }

  /** If all are full and one is within its share, another is over its own. */
  private Holding largest() {
    return byOwner.values().stream()
        .max(Comparator.comparingLong(SpoolShares::held))
        .orElseThrow()
        .stream()
        .max(Comparator.comparingLong(holding -> holding.bytes))
        .orElseThrow();
  }

  private static long held(Set<Holding> holdings) {
    return holdings.stream().mapToLong(holding -> holding.bytes).sum();
  }

  private IndexedDbException full(String owner) {
    return IndexedDbException.of(
            ErrorCode.SPOOL_FULL,
            "Cannot spool the split of %s: the spool holds %s of at most %s bytes. Raise"
                + " '--spool-limit', read fewer columns, or lower '--scan-ttl'.",
            owner,
            used,
            limit)
        .with("limit", limit);
  }

  private IndexedDbException overShare(String owner, long share) {
    return IndexedDbException.of(
            ErrorCode.SPOOL_FULL,
            "Cannot keep the split of %s: the spool of %s bytes is full, other clients need room,"
                + " and this one holds more than its share of %s. Raise '--spool-limit', or leave"
                + " this client out by 'exceptClients'.",
            owner,
            limit,
            share)
        .with("limit", limit)
        .with("share", share);
  }
}
