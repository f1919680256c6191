// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Ask;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks again what may succeed the next time: every ask names everything, so that it may be
 * repeated. Thread-safe.
 */
final class Patience {
  private final Means means;

  Patience(Means means) {
    this.means = means;
  }

  /** Waits for the client if it went away, and goes on when it is back. */
  <T> CompletableFuture<T> ask(ClientName client, Ask ask, Function<JsonNode, T> read) {
    return repeat(
        () ->
            means.clients().linked(client, means.grace()).thenCompose(link -> link.ask(ask, read)),
        new Setbacks());
  }

  /** Asks this link alone: if it ends, the answer is its error. */
  <T> CompletableFuture<T> askNow(Client client, Ask ask, Function<JsonNode, T> read) {
    return repeat(() -> client.link().orElseThrow().ask(ask, read), Setbacks.ofOneLink());
  }

  private <T> CompletableFuture<T> repeat(Supplier<CompletableFuture<T>> step, Setbacks setbacks) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(step, setbacks, result);
    return result;
  }

  private <T> void attempt(
      Supplier<CompletableFuture<T>> step, Setbacks setbacks, CompletableFuture<T> result) {
    step.get()
        .whenComplete(
            (value, thrown) -> {
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
            });
  }
}
