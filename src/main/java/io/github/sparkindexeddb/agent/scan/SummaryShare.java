// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The summaries of one request: those of clients that are not done yet, and what the others saw,
 * merged as soon as they are, so that many alike take as much as one.
 *
 * <p>Thread-safe: state is guarded by {@code this}; nothing else is called under its lock.
 */
final class SummaryShare {
  private final SummaryShares all;
  private final Consumer<IndexedDbException> onEnd;
  private final Map<ClientName, Long> unfinished = new HashMap<>();
  private Optional<Size> largest = Optional.empty();
  private Summary merged = Summary.EMPTY;

  private record Size(ClientName client, long nodes) {}

  /**
   * @param onEnd told when there is no memory for the request
   */
  SummaryShare(SummaryShares all, Consumer<IndexedDbException> onEnd) {
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
      more = -merged.nodes() - (before == null ? 0 : before);
      merged = merged.and(summary);
      more += merged.nodes();
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
