// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.link.ResponseHandler;
import io.github.sparkindexeddb.agent.link.RetryPolicy;
import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.spool.Seal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.StoreIdentity;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Fetches a split from the browser, batch by batch: one request at a time, only while someone reads
 * and is near. A batch that is cut off is forgotten and requested again after the last key. The
 * head comes with the first batch, so that a split that cannot be read is refused and not cut off.
 *
 * <p>{@code requesting} is guarded by {@code this}; the other fields belong to whoever holds the
 * one open request.
 */
final class SplitFetcher implements ResponseHandler {
  /** Most bytes that a browser runs ahead of the furthest reader. */
  static final long MAX_BYTES_AHEAD = 16L << 20;

  private static final int MAX_BATCH_RECORDS = 100_000;

  private final Split split;
  private final SplitTask task;
  private final RetryingRequests requests;
  private final Executor workers;
  private final Metrics metrics;
  private final BatchValidator validator;
  private final RetryPolicy policy = new RetryPolicy();
  private Optional<WorkerResult.ResumeKey> resumeKey = Optional.empty();
  private int count;
  private WorkerResult.Batch batch;
  private Optional<StoreIdentity> expected = Optional.empty();
  private Optional<IndexedDbException> spoolError = Optional.empty();
  private boolean requesting;

  /**
   * Whether a browser sent rows whatever the limit, so that they say nothing of what is left of it.
   */
  private boolean unlimited;

  /**
   * @param workers on which it goes on when the disk has done its part
   */
  SplitFetcher(
      Split split, SplitTask task, RetryingRequests requests, Executor workers, Metrics metrics) {
    this.split = split;
    this.task = task;
    this.requests = requests;
    this.workers = workers;
    this.metrics = metrics;
    this.count = task.readStore().firstFetch();
    this.validator = new BatchValidator(split.description().client(), task);
  }

  /** Requests the next batch if it is wanted; to be called whenever a reader came or moved on. */
  void requestMore() {
    synchronized (this) {
      if (requesting || !split.wantsMore(MAX_BYTES_AHEAD)) {
        return;
      }
      requesting = true;
    }
    requestBatch();
  }

  @Override
  public int onResponse(JsonNode body) {
    batch = validator.begin(WorkerResult.Batch.fromJson(body));
    if (split.file().committed() == 0) {
      append(ByteBuffer.wrap(task.framing().head()));
    }
    return batch.bytes();
  }

  @Override
  public CompletableFuture<Void> onBytes(ByteBuffer payload) {
    if (validator.accepts(payload)) {
      append(payload);
    }
    payload.position(payload.limit());
    CompletableFuture<Void> room = split.file().room();
    return room.isDone() ? room : room.thenRunAsync(() -> {}, workers);
  }

  @Override
  public void onComplete() {
    if (spoolError.isPresent()) {
      fail(spoolError.get());
    } else if (!task.readStore().accepts(expected, batch.progress().identity())) {
      rollbackThen(this::retry);
    } else {
      validator
          .damage()
          .ifPresentOrElse(this::fail, () -> onceWritten(split.file().commit(), this::onCommit));
    }
  }

  private void onCommit(Void nothing) {
    metrics.increment(Metrics.Counter.BATCHES);
    metrics.add(Metrics.Counter.BYTES_RECEIVED, batch.bytes());
    policy.reset();
    unlimited |= batch.unlimited();
    resumeKey = batch.progress().last().or(() -> resumeKey);
    count = Math.max(1, Math.min(batch.progress().count(), MAX_BATCH_RECORDS));
    split.onBatch(batch);
    if (batch.progress().done() || task.isComplete(split.totals().rows())) {
      onceWritten(split.file().seal(task.framing().tail(), split.totals()), this::onSeal);
    } else {
      retry();
    }
  }

  @Override
  public void onError(IndexedDbException error) {
    count = Protocol.FIRST_FETCH_RECORDS;
    switch (policy.onFailure(error)) {
      case RETRY -> rollbackThen(this::retry);
      case RETRY_LATER -> rollbackThen(() -> requests.retryLater(policy, this::retry));
      case GIVE_UP -> fail(AgentErrors.ofRead(split.description().client(), error));
    }
  }

  private void rollbackThen(Runnable next) {
    onceWritten(split.file().rollback(), nothing -> next.run());
  }

  /** Goes on when the disk has done its part, on no thread that waits for it or for a link. */
  private <T> void onceWritten(CompletableFuture<T> written, Consumer<T> next) {
    Futures.onComplete(
        written,
        workers,
        (value, failure) -> {
          if (failure == null) {
            next.accept(value);
          } else if (split.isFinished()) {
            markIdle();
          } else {
            fail(AgentErrors.of(failure));
          }
        });
  }

  private void retry() {
    markIdle();
    requestMore();
  }

  private synchronized void markIdle() {
    requesting = false;
  }

  private void requestBatch() {
    Futures.onComplete(
        requests.awaitLink(split.description().client()),
        (link, unavailable) -> {
          if (unavailable != null) {
            fail(AgentErrors.of(unavailable));
          } else if (split.isFinished()) {
            markIdle();
          } else if (!task.readStore().isOf(link.lineage())) {
            fail(lineageChanged());
          } else {
            split.markStarted();
            link.send(nextRequest(), this);
          }
        });
  }

  private IndexedDbException lineageChanged() {
    ClientName client = split.description().client();
    return IndexedDbException.of(
            ErrorCode.CLIENT_LOST,
            "Cannot go on with %s: it came back without what it was given when it linked last, as"
                + " after a crash of the browser, or as a copy of its profile does. Run the query"
                + " again.",
            AgentLog.describe(client))
        .with(client.json());
  }

  private WorkerRequest.Read nextRequest() {
    expected = task.readStore().identity();
    return new WorkerRequest.Read(
        task.store(),
        new WorkerRequest.Position(
            task.planned().range(), task.planned().index(), resumeKey, expected),
        unlimited ? task.limitedTo(OptionalLong.empty()) : task.remaining(split.totals().rows()),
        new WorkerRequest.BatchSize(count, Protocol.BATCH_TARGET_BYTES));
  }

  /** Nobody waits for the device, which takes a tenth of a read. */
  private void onSeal(Seal seal) {
    split.onSealed(seal);
    metrics.increment(Metrics.Counter.SPLITS_SEALED);
    AgentLog.LOG.info(
        "split {} of {} sealed: {} rows, {} bytes",
        split.description().n(),
        AgentLog.describe(split.description().client()),
        seal.rows(),
        seal.bytes());
    split.file().sync(this::fail);
    markIdle();
  }

  /** Fails the split, saying how much came: users see whether to repeat or to look at the page. */
  private void fail(IndexedDbException cause) {
    metrics.increment(Metrics.Counter.SPLITS_FAILED);
    split.fail(withCounts(cause, split.progress()));
    AgentLog.LOG.warn(
        "split {} of {} failed: {}",
        split.description().n(),
        AgentLog.describe(split.description().client()),
        AgentLog.plain(cause.getMessage()));
    markIdle();
  }

  private static IndexedDbException withCounts(
      IndexedDbException cause, ScanProgress.SplitProgress progress) {
    long received = progress.received().records();
    IndexedDbException error =
        cause.code() == ErrorCode.CLIENT_LOST
            ? IndexedDbException.of(
                    cause.code(),
                    "%s Received %s of %s records.",
                    cause.sentence(),
                    received,
                    progress.expected())
                .with((ObjectNode) cause.details())
            : cause;
    return error
        .with("received", received)
        .with("expected", progress.expected())
        .with("client", progress.split().client().id())
        .with("origin", progress.split().client().origin());
  }

  private void append(ByteBuffer bytes) {
    if (spoolError.isEmpty()) {
      try {
        split.file().append(bytes);
      } catch (IndexedDbException e) {
        spoolError = Optional.of(e);
      }
    }
  }
}
