// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Ask;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * One ask on its way, from being queued to the last byte of its answer.
 *
 * <p>Guarded by its link, but for the receiver's calls.
 */
final class Inquiry {
  private final Ask ask;
  private Receiver receiver;
  private Instant heard = Instant.MAX;
  private boolean answered;
  private boolean abandoned;
  private int missing;

  Inquiry(Ask ask, Receiver receiver) {
    this.ask = ask;
    this.receiver = receiver;
  }

  Ask ask() {
    return ask;
  }

  Receiver receiver() {
    return receiver;
  }

  /** Sent, or a part of its answer came. */
  void heard(Instant now) {
    heard = now;
  }

  boolean heardSince(Instant then) {
    return !heard.isBefore(then);
  }

  boolean answered() {
    return answered;
  }

  boolean abandoned() {
    return abandoned;
  }

  void answer(int bytes) {
    answered = true;
    missing = bytes;
  }

  boolean takes(int bytes) {
    return answered && bytes > 0 && bytes <= missing;
  }

  void took(int bytes) {
    missing -= bytes;
  }

  boolean complete() {
    return answered && missing == 0;
  }

  /** Nobody waits any more; the answer may still come, and nothing of it counts. */
  Receiver abandon() {
    Receiver former = receiver;
    receiver = new Discarding();
    abandoned = true;
    return former;
  }

  /** Still measures the answer, so that its bytes can be told from garbage. */
  private record Discarding() implements Receiver {
    @Override
    public int answered(JsonNode body) {
      return Math.max(0, body.path("bytes").asInt());
    }

    @Override
    public void bytes(ByteBuffer payload) {
      payload.position(payload.limit());
    }

    @Override
    public void complete() {}

    @Override
    public void failed(IndexedDbException error) {}
  }
}
