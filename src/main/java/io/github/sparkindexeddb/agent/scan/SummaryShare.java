// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.HeapShare;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the summaries of one request take until they are merged. Thread-safe: state is
 * guarded by {@code this}.
 */
final class SummaryShare {
  /** A node with its kinds, and the field that it is of. */
  private static final int NODE_BYTES = 400;

  /** The nodes of all requests of the process, as there is one memory for them. */
  private static final AtomicLong ALL = new AtomicLong();

  /** One client leaves room for the summaries of others. */
  private static final int CLIENTS_AT_LEAST = 4;

  private final AtomicLong all;
  private final long maxNodes;
  private final Map<ClientName, Long> nodes = new HashMap<>();
  private boolean released;

  SummaryShare() {
    this(ALL, HeapShare.partOf(6) / NODE_BYTES);
  }

  SummaryShare(AtomicLong all, long maxNodes) {
    this.all = all;
    this.maxNodes = maxNodes;
  }

  /**
   * Takes note of a client's summary so far.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE} if there is no memory for it
   */
  void check(ClientName client, Summary summary) {
    long now = summary.nodes();
    long total;
    synchronized (this) {
      if (released) {
        return;
      }
      Long before = nodes.put(client, now);
      total = all.addAndGet(now - (before == null ? 0 : before));
    }
    if (now > maxNodes / CLIENTS_AT_LEAST || total > maxNodes) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot take the summary of %s: it describes %s places in records, which takes more memory"
              + " than there is for it. Give the agent more of it, or name the columns.",
          AgentLog.describe(client),
          now);
    }
  }

  /** Gives the memory back. */
  synchronized void release() {
    released = true;
    nodes.values().forEach(count -> all.addAndGet(-count));
    nodes.clear();
  }
}
