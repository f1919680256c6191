// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.HeapShare;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The memory that summaries take until they are merged, of all requests of the process. A request
 * that comes while more than half is taken waits for others to end, and nobody is refused for that:
 * if there is too little, the request that holds most ends, which is never one that holds no more
 * than the memory divided by the requests.
 *
 * <p>Thread-safe: state is guarded by {@code this}; futures are completed and requests ended
 * outside of it.
 */
final class SummaryShares {
  /** A node with its kinds, and the field that it is of. */
  private static final int NODE_BYTES = 400;

  /** One for all agents of the process, as there is one memory for them. */
  static final SummaryShares ALL = new SummaryShares(HeapShare.partOf(6) / NODE_BYTES);

  /** Then a request begins anyway: pages that never answer hold what they hold for ever. */
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  /** If more come, the first of them begins. */
  static final int MAX_WAITING = 100;

  /** One client leaves room for the summaries of others. */
  private static final int CLIENTS_AT_LEAST = 4;

  private final long maxNodes;
  private final Map<SummaryShare, Long> held = new HashMap<>();
  private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private long used;

  SummaryShares(long maxNodes) {
    this.maxNodes = maxNodes;
  }

  /** Returns how many nodes the summary of one client may have. */
  long maxOfClient() {
    return maxNodes / CLIENTS_AT_LEAST;
  }

  synchronized long used() {
    return used;
  }

  /** Returns what completes when a request may begin. It never fails; who completes it gives up. */
  CompletableFuture<Void> turn(Scheduler scheduler) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    List<CompletableFuture<Void>> begun = new ArrayList<>();
    synchronized (this) {
      waiting.add(turn);
      begun.addAll(used <= maxNodes / 2 ? removeWaiting() : List.of());
      if (waiting.size() > MAX_WAITING) {
        begun.add(waiting.remove());
      }
    }
    begun.forEach(each -> each.complete(null));
    if (!turn.isDone()) {
      Scheduler.Timer timer = scheduler.schedule(MAX_WAIT, () -> turn.complete(null));
      Futures.onComplete(
          turn,
          (any, error) -> {
            timer.cancel();
            leave(turn);
          });
    }
    return turn;
  }

  /** Lets the request hold memory, until it is released. */
  synchronized void open(SummaryShare share) {
    held.put(share, 0L);
  }

  /** Counts nodes that an open request holds more, or fewer if they are below zero. */
  void add(SummaryShare share, long nodes) {
    List<SummaryShare> ended = new ArrayList<>();
    List<CompletableFuture<Void>> begun;
    synchronized (this) {
      if (held.containsKey(share)) {
        held.merge(share, nodes, Long::sum);
        used += nodes;
      }
      while (used > maxNodes) {
        ended.add(removeLargest());
      }
      begun = used <= maxNodes / 2 ? removeWaiting() : List.of();
    }
    begun.forEach(each -> each.complete(null));
    ended.forEach(SummaryShare::end);
  }

  /** Gives back what the request holds; it holds nothing any more. */
  void release(SummaryShare share) {
    List<CompletableFuture<Void>> begun;
    synchronized (this) {
      remove(share);
      begun = used <= maxNodes / 2 ? removeWaiting() : List.of();
    }
    begun.forEach(each -> each.complete(null));
  }

  /** Guarded by {@code this}. */
  private SummaryShare removeLargest() {
    SummaryShare largest =
        held.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    remove(largest);
    return largest;
  }

  /** Guarded by {@code this}. */
  private void remove(SummaryShare share) {
    Long nodes = held.remove(share);
    used -= nodes == null ? 0 : nodes;
  }

  /** Guarded by {@code this}. */
  private List<CompletableFuture<Void>> removeWaiting() {
    List<CompletableFuture<Void>> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  private synchronized void leave(CompletableFuture<Void> turn) {
    waiting.remove(turn);
  }
}
