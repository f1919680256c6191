// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Samples a store in all its clients at once and merges what they saw. Thread-safe. */
public final class Summaries {
  private final StoreResolver stores;
  private final RetryingRequests requests;
  private final FirstFetches firstFetches;

  /**
   * @param firstFetches learns how large records are
   */
  public Summaries(StoreResolver stores, RetryingRequests requests, FirstFetches firstFetches) {
    this.stores = stores;
    this.requests = requests;
    this.firstFetches = firstFetches;
  }

  /** Returns the merged summary of all clients that have the store. */
  public CompletableFuture<SummaryResponse> create(SummaryRequest request) {
    // Whether there are more records than are sampled is all that a sample has to know.
    long enough = request.sampleSize().orElse(0) + 1;
    return stores
        .resolve(request.target(), SplitSizing.whole(enough), Optional.empty())
        .thenCompose(resolved -> create(request, resolved));
  }

  private CompletableFuture<SummaryResponse> create(
      SummaryRequest request, StoreResolver.ResolvedStore resolved) {
    List<CompletableFuture<Summary>> samples =
        resolved.plannedClients().stream()
            .map(client -> new StoreSampler(stores, requests, firstFetches, request, client).run())
            .toList();
    return Futures.all(samples)
        .thenApply(
            all ->
                new SummaryResponse(
                    all.stream().reduce(Summary.EMPTY, Summary::and), resolved.participants()));
  }
}
