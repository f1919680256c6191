// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ScanRequest;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.SummaryRequest;
import java.util.List;

/** All agents of one {@code endpoint} option, asked as if they were one. Safe for all threads. */
public final class Fleet {
  private final List<Endpoint> endpoints;

  public Fleet(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /** The merged summary of all clients that have the store. */
  public SummaryReply summarize(SummaryRequest request, Patience patience) {
    throw new UnsupportedOperationException(endpoints.toString());
  }

  /** One scan in each agent that has the store. */
  public FleetScan scan(ScanRequest request, Patience patience) {
    throw new UnsupportedOperationException(endpoints.toString());
  }
}
