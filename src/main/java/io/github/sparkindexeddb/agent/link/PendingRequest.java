// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * One request on its way, from being queued to the last byte of its response.
 *
 * <p>Guarded by its link, but for the calls of the handler.
 */
final class PendingRequest {
  private final WorkerRequest request;
  private ResponseHandler handler;
  private Instant lastActivity = Instant.MAX;
  private boolean answered;
  private boolean abandoned;
  private int remaining;

  PendingRequest(WorkerRequest request, ResponseHandler handler) {
    this.request = request;
    this.handler = handler;
  }

  WorkerRequest request() {
    return request;
  }

  ResponseHandler handler() {
    return handler;
  }

  /** Notes that it was sent, or that a part of its response came. */
  void touch(Instant now) {
    lastActivity = now;
  }

  boolean isActiveSince(Instant then) {
    return !lastActivity.isBefore(then);
  }

  boolean isAnswered() {
    return answered;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  void expect(int bytes) {
    answered = true;
    remaining = bytes;
  }

  boolean accepts(int bytes) {
    return answered && bytes > 0 && bytes <= remaining;
  }

  void consume(int bytes) {
    remaining -= bytes;
  }

  boolean isComplete() {
    return answered && remaining == 0;
  }

  /** Returns the handler, which waits no longer; the response may still come and does not count. */
  ResponseHandler abandon() {
    ResponseHandler former = handler;
    handler = new DiscardingHandler();
    abandoned = true;
    return former;
  }

  /** Still measures the response, so that its bytes can be told from garbage. */
  private record DiscardingHandler() implements ResponseHandler {
    @Override
    public int onResponse(JsonNode body) {
      return Math.max(0, body.path("bytes").asInt());
    }

    @Override
    public CompletableFuture<Void> onBytes(ByteBuffer payload) {
      payload.position(payload.limit());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onComplete() {}

    @Override
    public void onError(IndexedDbException error) {}
  }
}
