// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.EvenShares;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.StoreClient.StoreKeys;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.value.KeyOrder;
import io.github.sparkindexeddb.wire.value.KeyRange;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Samples the store of one client: a few records from the start of each of many blocks of the key
 * range, or all records if they are few enough. The same data give the same sample.
 *
 * <p>Some blocks are requested at once. Results come from any thread; state is guarded by {@code
 * this}.
 */
final class StoreSampler {
  private static final int MAX_BLOCKS = 100;

  /** Most records there can be, within what a JavaScript number holds. */
  private static final long MAX_RECORDS = (1L << 53) - 1;

  private final StoreResolver stores;
  private final RetryingRequests requests;
  private final FirstFetches firstFetches;
  private final SummaryRequest request;
  private final SummaryShares.Share share;
  private final StoreResolver.PlannedClient plannedClient;
  private final long sampleSize;
  private final CompletableFuture<Void> result = new CompletableFuture<>();
  private final Queue<Block> queued = new ArrayDeque<>();
  private Summary summary = Summary.EMPTY;
  private int inFlight;
  private int count;

  /** The fewest records that any block says may be fetched at once. */
  private int fewest = Integer.MAX_VALUE;

  private boolean sizeKnown;
  private boolean guessedBlocks;

  /**
   * A place in a block, where to go on.
   *
   * @param left how many more of its records to sample
   * @param ordinal records of this client that are sampled before
   */
  private record Block(
      KeyRange range, Optional<WorkerResult.ResumeKey> after, long left, long ordinal) {
    Block next(WorkerResult.Progress progress) {
      return new Block(
          range,
          progress.last().or(() -> after),
          left - progress.read(),
          ordinal + progress.read());
    }

    /** Returns whether it goes on behind where it was: a page must not be sampled without end. */
    boolean advances(WorkerResult.Progress progress) {
      return progress.read() > 0 && progress.last().filter(this::isAhead).isPresent();
    }

    private boolean isAhead(WorkerResult.ResumeKey last) {
      return range.contains(last.key())
          && after.filter(before -> KeyOrder.compare(before.key(), last.key()) >= 0).isEmpty();
    }
  }

  /** What the samples of all clients have in common. */
  record Sampling(
      StoreResolver stores,
      RetryingRequests requests,
      FirstFetches firstFetches,
      SummaryRequest request,
      SummaryShares.Share share) {}

  StoreSampler(Sampling sampling, StoreResolver.PlannedClient plannedClient) {
    this.stores = sampling.stores;
    this.requests = sampling.requests;
    this.firstFetches = sampling.firstFetches;
    this.request = sampling.request;
    this.share = sampling.share;
    this.plannedClient = plannedClient;
    this.sampleSize = request.sampleSize().orElse(MAX_RECORDS);
    this.count = firstFetches.of(client(), request.target());
  }

  /**
   * Takes the sample into the share, until that is done or somebody else completes it; to be called
   * once.
   */
  CompletableFuture<Void> run() {
    StoreKeys keys = plannedClient.plan().keys();
    int size = (int) Math.min(MAX_BLOCKS, sampleSize);
    if (keys.records() <= sampleSize) {
      start(List.of(KeyRange.ALL));
    } else {
      Optional<List<KeyRange>> guess = EvenRanges.between(keys.first(), keys.last(), size);
      guessedBlocks = guess.isPresent();
      guess.ifPresentOrElse(this::start, this::planBlocks);
    }
    Futures.onComplete(result, (any, error) -> forget());
    return result;
  }

  /** Plans blocks of as many records each; the browser walks over all keys for them. */
  private void planBlocks() {
    int size = (int) Math.min(MAX_BLOCKS, sampleSize);
    Futures.onComplete(
        stores.plan(
            client(),
            request.target(),
            new WorkerRequest.SplitSizes(size, MAX_RECORDS, size, OptionalLong.empty())),
        (plan, error) -> {
          if (error != null) {
            result.completeExceptionally(AgentErrors.ofRead(client(), error));
          } else {
            start(plan.splits().stream().map(WorkerResult.PlannedSplit::range).toList());
          }
        });
  }

  private void start(List<KeyRange> blocks) {
    synchronized (this) {
      summary = Summary.EMPTY;
      long ordinal = 0;
      for (int i = 0; i < blocks.size(); i++) {
        long share = EvenShares.of(sampleSize, blocks.size(), i);
        queued.add(new Block(blocks.get(i), Optional.empty(), share, ordinal));
        ordinal += share;
      }
    }
    sendQueued();
  }

  /** Requests as many blocks at once as a link allows, once the first result told their size. */
  private void sendQueued() {
    if (result.isDone()) {
      return;
    }
    List<Block> next = new ArrayList<>();
    boolean finished;
    synchronized (this) {
      int max = sizeKnown ? Protocol.MAX_REQUESTS_AT_ONCE : 1;
      while (inFlight < max && !queued.isEmpty()) {
        inFlight++;
        next.add(queued.remove());
      }
      finished = inFlight == 0;
    }
    next.forEach(this::send);
    if (finished) {
      finish();
    }
  }

  private void send(Block block) {
    Target target = request.target();
    WorkerRequest.Summarize summarize =
        new WorkerRequest.Summarize(
            new WorkerRequest.StoreName(target.database(), target.store()),
            WorkerRequest.Position.of(block.range, block.after),
            new WorkerRequest.Amount(block.left, count(), block.ordinal));
    Futures.onComplete(
        requests.send(client(), summarize, json -> parse(block, json)),
        (sampled, error) -> {
          if (error != null) {
            result.completeExceptionally(AgentErrors.ofRead(client(), error));
          } else {
            onSummarized(block, sampled);
          }
        });
  }

  private void onSummarized(Block block, WorkerResult.SummaryResult sampled) {
    WorkerResult.Progress progress = sampled.progress();
    Block next = block.next(progress);
    boolean isDone = progress.done() || next.left <= 0;
    Summary soFar;
    synchronized (this) {
      summary = summary.and(sampled.summary());
      soFar = summary;
      count = Math.max(1, progress.count());
      fewest = Math.min(fewest, progress.count());
      sizeKnown = true;
      inFlight -= isDone ? 1 : 0;
    }
    if (result.isDone() || !hasRoom(soFar)) {
      return;
    }
    if (isDone) {
      sendQueued();
    } else {
      send(next);
    }
  }

  private boolean hasRoom(Summary soFar) {
    try {
      share.check(client(), soFar);
      return true;
    } catch (IndexedDbException e) {
      result.completeExceptionally(e);
      return false;
    }
  }

  /**
   * Ends, or plans blocks: where keys lie in heaps, blocks between guessed keys miss most of the
   * records.
   */
  private void finish() {
    Summary whole;
    boolean missed;
    synchronized (this) {
      whole = summary;
      missed =
          guessedBlocks && whole.records() + whole.corrupt().count() < sampleSize - sampleSize / 10;
      guessedBlocks = false;
      firstFetches.sampled(client(), request.target(), fewest);
    }
    if (missed) {
      planBlocks();
    } else {
      share.merge(client(), whole);
      result.complete(null);
    }
  }

  /** Keeps nothing of it in a request that a page may never answer. */
  private synchronized void forget() {
    summary = Summary.EMPTY;
  }

  private synchronized int count() {
    return count;
  }

  private ClientName client() {
    return plannedClient.client().name();
  }

  private static WorkerResult.SummaryResult parse(Block block, JsonNode json) {
    WorkerResult.SummaryResult sampled = WorkerResult.SummaryResult.fromJson(json);
    WorkerResult.Progress progress = sampled.progress();
    if (progress.read() < 0 || !progress.done() && !block.advances(progress)) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot take a summary: it saw no further records and is not done. Use page link and"
              + " agent of one version.");
    }
    return sampled;
  }
}
