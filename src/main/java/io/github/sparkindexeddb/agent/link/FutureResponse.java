// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The response to a request, without payload, as a future. Confined to the link's thread. */
final class FutureResponse<T> implements ResponseHandler {
  private final Function<JsonNode, T> parser;
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private T value;

  /**
   * @param parser makes the value of the response's text, or throws
   */
  FutureResponse(Function<JsonNode, T> parser) {
    this.parser = parser;
  }

  CompletableFuture<T> future() {
    return future;
  }

  @Override
  public int onResponse(JsonNode body) {
    value = parser.apply(body);
    return 0;
  }

  @Override
  public CompletableFuture<Void> onBytes(ByteBuffer payload) {
    throw IndexedDbException.of(ErrorCode.AGENT_FAILED, "An answer without payload got bytes.");
  }

  @Override
  public void onComplete() {
    future.complete(value);
  }

  @Override
  public void onError(IndexedDbException error) {
    future.completeExceptionally(error);
  }
}
