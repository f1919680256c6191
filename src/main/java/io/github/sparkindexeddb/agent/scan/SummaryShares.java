// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.HeapShare;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Summary;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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
  private final Map<Share, Long> held = new HashMap<>();
  private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private long used;

  /**
   * The summaries of one request: those of clients that are not done yet, and what the others saw,
   * merged as soon as they are, so that many alike take as much as one.
   *
   * <p>Thread-safe: state is guarded by {@code this}; nothing else is called under its lock.
   */
  static final class Share {
    private final SummaryShares all;
    private final Consumer<IndexedDbException> onEnd;
    private final Map<ClientName, Long> unfinished = new HashMap<>();
    private Optional<Size> largest = Optional.empty();
    private Summary merged = Summary.EMPTY;
    private long mergedNodes;

    private record Size(ClientName client, long nodes) {}

    /**
     * @param onEnd told when there is no memory for the request
     */
    Share(SummaryShares all, Consumer<IndexedDbException> onEnd) {
      this.all = all;
      this.onEnd = onEnd;
      all.open(this);
    }

    /**
     * Takes note of a client's summary so far.
     *
     * @throws IndexedDbException {@code BAD_MESSAGE} if no client may take so much
     */
    void check(ClientName client, Summary summary) {
      Size size = new Size(client, summary.nodes());
      if (size.nodes > all.maxOfClient()) {
        throw tooLarge(size);
      }
      long more;
      synchronized (this) {
        Long before = unfinished.put(client, size.nodes);
        largest = largest.filter(other -> other.nodes >= size.nodes).or(() -> Optional.of(size));
        more = size.nodes - (before == null ? 0 : before);
      }
      all.add(this, more);
    }

    /** Takes what a client saw, which it is done with. */
    void merge(ClientName client, Summary summary) {
      long more;
      synchronized (this) {
        Long before = unfinished.remove(client);
        more = -mergedNodes - (before == null ? 0 : before);
        merged = merged.and(summary);
        mergedNodes = merged.nodes();
        more += mergedNodes;
      }
      all.add(this, more);
    }

    /** Returns what all clients saw that are done. */
    synchronized Summary merged() {
      return merged;
    }

    /** Ends the request, as it holds more than any other and there is too little for all. */
    void end() {
      Optional<Size> most;
      synchronized (this) {
        most = largest;
      }
      most.ifPresent(size -> onEnd.accept(tooLarge(size)));
    }

    /** Gives the memory back. */
    void release() {
      all.release(this);
    }

    private static IndexedDbException tooLarge(Size size) {
      return IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot take the summary of %s: it describes %s places in records, which takes more memory"
              + " than there is for it. Give the agent more of it, or name the columns.",
          AgentLog.describe(size.client),
          size.nodes);
    }
  }

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
  synchronized void open(Share share) {
    held.put(share, 0L);
  }

  /** Counts nodes that an open request holds more, or fewer if they are below zero. */
  void add(Share share, long nodes) {
    List<Share> ended = new ArrayList<>();
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
    ended.forEach(Share::end);
  }

  /** Gives back what the request holds; it holds nothing any more. */
  void release(Share share) {
    List<CompletableFuture<Void>> begun;
    synchronized (this) {
      remove(share);
      begun = used <= maxNodes / 2 ? removeWaiting() : List.of();
    }
    begun.forEach(each -> each.complete(null));
  }

  /** Guarded by {@code this}. */
  private Share removeLargest() {
    Share largest =
        held.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    remove(largest);
    return largest;
  }

  /** Guarded by {@code this}. */
  private void remove(Share share) {
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
