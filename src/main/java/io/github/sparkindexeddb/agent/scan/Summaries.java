// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Samples a store in all its clients at once and merges what they saw. Thread-safe. */
public final class Summaries {
  private static final IndexedDbException ABANDONED =
      IndexedDbException.of(
          ErrorCode.BAD_REQUEST, "Cannot answer the request: who sent it has gone. Send it again.");

  private final StoreResolver stores;
  private final RetryingRequests requests;
  private final FirstFetches firstFetches;
  private final Scheduler scheduler;

  /**
   * @param firstFetches learns how large records are
   */
  public Summaries(
      StoreResolver stores,
      RetryingRequests requests,
      FirstFetches firstFetches,
      Scheduler scheduler) {
    this.stores = stores;
    this.requests = requests;
    this.firstFetches = firstFetches;
    this.scheduler = scheduler;
  }

  /**
   * Returns the merged summary of all clients that have the store.
   *
   * @param abandoned completes if nobody waits for it any more: then no more records are sampled
   */
  public CompletableFuture<SummaryResponse> create(
      SummaryRequest request, CompletableFuture<Void> abandoned) {
    // Whether there are more records than are sampled is all that a sample has to know.
    long enough = request.sampleSize().orElse(0) + 1;
    return stores
        .resolve(request.target(), SplitSizing.whole(enough), Optional.empty())
        .thenCompose(resolved -> create(request, resolved, abandoned));
  }

  private CompletableFuture<SummaryResponse> create(
      SummaryRequest request,
      StoreResolver.ResolvedStore resolved,
      CompletableFuture<Void> abandoned) {
    CompletableFuture<Void> turn = SummaryShares.ALL.turn(scheduler);
    Futures.onComplete(abandoned, (any, error) -> turn.completeExceptionally(ABANDONED));
    return turn.thenCompose(begun -> sample(request, resolved, abandoned));
  }

  private CompletableFuture<SummaryResponse> sample(
      SummaryRequest request,
      StoreResolver.ResolvedStore resolved,
      CompletableFuture<Void> abandoned) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    SummaryShares.Share share =
        new SummaryShares.Share(SummaryShares.ALL, ended::completeExceptionally);
    StoreSampler.Sampling sampling =
        new StoreSampler.Sampling(stores, requests, firstFetches, request, share);
    List<CompletableFuture<Void>> samples =
        resolved.plannedClients().stream()
            .map(client -> new StoreSampler(sampling, client).run())
            .toList();
    // One that failed fails the request: what the others would still see nobody needs.
    samples.forEach(sample -> Futures.onComplete(sample, (any, error) -> end(samples, error)));
    Futures.onComplete(ended, (any, error) -> end(samples, error));
    Futures.onComplete(abandoned, (any, error) -> end(samples, ABANDONED));
    return Futures.all(samples)
        .thenApply(all -> new SummaryResponse(share.merged(), resolved.participants()))
        .whenComplete((any, error) -> share.release());
  }

  private static void end(List<CompletableFuture<Void>> samples, Throwable error) {
    if (error != null) {
      samples.forEach(sample -> sample.completeExceptionally(error));
    }
  }
}
