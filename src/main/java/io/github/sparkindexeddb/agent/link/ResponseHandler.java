// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Takes the response to one request. Called by the link's thread, one call after the other; exactly
 * one of {@link #onComplete} and {@link #onError} comes, and it comes last.
 */
public interface ResponseHandler {
  /**
   * Takes the text of the response.
   *
   * @return how many bytes of payload belong to it
   * @throws IndexedDbException if it is no response to this request; the link is closed then
   */
  int onResponse(JsonNode body);

  /**
   * Takes the next part of the payload and consumes all of it. Does not throw.
   *
   * @return when the page may send more
   */
  CompletableFuture<Void> onBytes(ByteBuffer payload);

  /** Takes the end of the response. */
  void onComplete();

  /** Takes why the page cannot answer, or why the link ended. */
  void onError(IndexedDbException error);
}
