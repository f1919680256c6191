// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends requests again that may succeed the next time: every request names everything, so that it
 * may be repeated. Thread-safe.
 */
public final class RetryingRequests {
  /** A page that is reloaded is back by then. */
  private static final Duration RELOAD_TIMEOUT = Duration.ofSeconds(5);

  private final Clients clients;
  private final Scheduler scheduler;
  private final Duration grace;

  /** A request, and how long its client may be away each time. */
  private record Call<T>(
      ClientName client,
      WorkerRequest request,
      Function<JsonNode, T> parser,
      Duration maxAbsence) {}

  /**
   * @param grace how long a client that went away is waited for
   */
  public RetryingRequests(Clients clients, Scheduler scheduler, Duration grace) {
    this.clients = clients;
    this.scheduler = scheduler;
    this.grace = grace;
  }

  /** Sends the request; waits for the client if it went away, and goes on when it is back. */
  public <T> CompletableFuture<T> send(
      ClientName client, WorkerRequest request, Function<JsonNode, T> parser) {
    return start(new Call<>(client, request, parser, grace), new RetryPolicy());
  }

  /** Sends a plan to a client that is linked now; waits only as long as a reload takes. */
  public <T> CompletableFuture<T> sendToLinked(
      ClientName client, WorkerRequest request, Function<JsonNode, T> parser) {
    return start(new Call<>(client, request, parser, RELOAD_TIMEOUT), RetryPolicy.forPlans());
  }

  /** Returns the client's link as soon as it has one; fails if it is away for too long. */
  public CompletableFuture<Link> awaitLink(ClientName client) {
    return clients.awaitLink(client, grace);
  }

  /** Runs the attempt again after the time that its policy says. */
  public void retryLater(RetryPolicy policy, Runnable attempt) {
    scheduler.schedule(policy.delay(), attempt);
  }

  private <T> CompletableFuture<T> start(Call<T> call, RetryPolicy policy) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(call, policy, result);
    return result;
  }

  /** A client that stayed away is not waited for again; one whose link was lost is. */
  private <T> void attempt(Call<T> call, RetryPolicy policy, CompletableFuture<T> result) {
    Futures.onComplete(
        clients.awaitLink(call.client, call.maxAbsence),
        (link, unavailable) -> {
          if (unavailable == null) {
            Futures.onComplete(
                link.send(call.request, call.parser),
                (value, error) -> onOutcome(call, policy, result, value, error));
          } else {
            result.completeExceptionally(AgentErrors.of(unavailable));
          }
        });
  }

  private <T> void onOutcome(
      Call<T> call, RetryPolicy policy, CompletableFuture<T> result, T value, Throwable thrown) {
    if (thrown == null) {
      result.complete(value);
      return;
    }
    IndexedDbException error = AgentErrors.of(thrown);
    Runnable retry = () -> attempt(call, policy, result);
    switch (policy.onFailure(error)) {
      case RETRY -> retry.run();
      case RETRY_LATER -> retryLater(policy, retry);
      case GIVE_UP -> result.completeExceptionally(error);
    }
  }
}
