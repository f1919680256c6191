// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.Patience;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.wire.message.SummaryReply;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Samples a store in all its clients at once and merges what they saw. Thread-safe. */
public final class Summaries {
  private final Targets targets;
  private final Patience patience;

  public Summaries(Targets targets, Patience patience) {
    this.targets = targets;
    this.patience = patience;
  }

  public CompletableFuture<SummaryReply> create(SummaryRequest request) {
    // Whether there are more records than are looked at is all that a sample has to know.
    long enough = request.sampleSize().orElse(0) + 1;
    return targets
        .resolve(request.target(), Sizing.whole(enough), Optional.empty())
        .thenCompose(turnout -> create(request, turnout));
  }

  private CompletableFuture<SummaryReply> create(SummaryRequest request, Targets.Turnout turnout) {
    List<CompletableFuture<Summary>> samples =
        turnout.members().stream()
            .map(member -> new Sampling(targets, patience, request, member).run())
            .toList();
    return Futures.all(samples)
        .thenApply(
            all ->
                new SummaryReply(
                    all.stream().reduce(Summary.EMPTY, Summary::and), turnout.audience()));
  }
}
