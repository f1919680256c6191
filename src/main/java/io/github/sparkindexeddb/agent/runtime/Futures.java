// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Combines futures, and ends chains of them. */
public final class Futures {
  private Futures() {}

  /** Returns all values in the order of the futures, or fails as the first that failed. */
  public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .thenApply(nothing -> futures.stream().map(CompletableFuture::join).toList());
  }

  /**
   * Calls the callback with the value or with what failed, one of which is null. What the callback
   * itself throws is logged: there is no future left that could tell of it.
   */
  public static <T> void onComplete(
      CompletionStage<T> future, BiConsumer<? super T, ? super Throwable> callback) {
    var unused =
        future.whenComplete(
            (value, error) -> {
              try {
                callback.accept(value, error);
              } catch (RuntimeException e) {
                AgentLog.LOG.error("the agent failed", e);
              } catch (Error e) {
                FatalErrors.report(e);
                throw e;
              }
            });
  }

  /** As {@link #onComplete(CompletionStage, BiConsumer)}, on a thread of the executor. */
  public static <T> void onComplete(
      CompletionStage<T> future,
      Executor executor,
      BiConsumer<? super T, ? super Throwable> callback) {
    onComplete(future.whenCompleteAsync((value, error) -> {}, executor), callback);
  }
}
