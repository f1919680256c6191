// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Ask;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asks again what may succeed the next time: every ask names everything, so that it may be
 * repeated. Thread-safe.
 */
final class Patience {
  /** A page that is reloaded is back by then. */
  private static final Duration RELOAD = Duration.ofSeconds(5);

  private final Means means;

  /** What is asked, and how long the client may be away each time. */
  private record Step<T>(
      ClientName client, Ask ask, Function<JsonNode, T> read, Duration absence) {}

  Patience(Means means) {
    this.means = means;
  }

  /** Waits for the client if it went away, and goes on when it is back. */
  <T> CompletableFuture<T> ask(ClientName client, Ask ask, Function<JsonNode, T> read) {
    return repeat(new Step<>(client, ask, read, means.grace()), new Setbacks());
  }

  /** For a client that is linked now: waits only as long as a reload takes, and for no better. */
  <T> CompletableFuture<T> askNow(ClientName client, Ask ask, Function<JsonNode, T> read) {
    return repeat(new Step<>(client, ask, read, RELOAD), Setbacks.withoutBreaches());
  }

  private <T> CompletableFuture<T> repeat(Step<T> step, Setbacks setbacks) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(step, setbacks, result);
    return result;
  }

  /** A client that stayed away is not waited for again; one whose link was lost is. */
  @SuppressWarnings("FutureReturnValueIgnored") // Its handler takes what failed.
  private <T> void attempt(Step<T> step, Setbacks setbacks, CompletableFuture<T> result) {
    means
        .clients()
        .linked(step.client, step.absence)
        .whenComplete(
            (link, away) -> {
              if (away == null) {
                link.ask(step.ask, step.read)
                    .whenComplete((value, error) -> settle(step, setbacks, result, value, error));
              } else {
                result.completeExceptionally(Failures.of(away));
              }
            });
  }

  private <T> void settle(
      Step<T> step, Setbacks setbacks, CompletableFuture<T> result, T value, Throwable thrown) {
    if (thrown == null) {
      result.complete(value);
      return;
    }
    IndexedDbException error = Failures.of(thrown);
    Runnable again = () -> attempt(step, setbacks, result);
    switch (setbacks.next(error)) {
      case AGAIN -> again.run();
      case LATER -> means.clockwork().after(setbacks.pause(), again);
      case NEVER -> result.completeExceptionally(error);
    }
  }
}
