// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Combines futures. */
public final class Futures {
  private Futures() {}

  /** Returns all values in the order of the futures, or fails as the first that failed. */
  public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .thenApply(nothing -> futures.stream().map(CompletableFuture::join).toList());
  }
}
