// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ScanProgress;
import io.github.sparkindexeddb.wire.ScanReply;
import io.github.sparkindexeddb.wire.ScanRequest;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.SummaryRequest;

/** Speaks HTTP with one agent. Safe for all threads. */
public final class AgentClient {
  private final Endpoint endpoint;

  public AgentClient(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  public SummaryReply summarize(SummaryRequest request) {
    throw new UnsupportedOperationException(endpoint.toString());
  }

  public ScanReply createScan(ScanRequest request) {
    throw new UnsupportedOperationException(endpoint.toString());
  }

  public ScanProgress progress(String scan) {
    throw new UnsupportedOperationException(endpoint.toString());
  }

  public void release(String scan) {
    throw new UnsupportedOperationException(endpoint.toString());
  }
}
