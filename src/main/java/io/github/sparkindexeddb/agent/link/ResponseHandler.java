// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.ByteBuffer;

/**
 * Takes the answer to one ask. Called by the link's thread, one call after the other; exactly one
 * of {@link #onComplete} and {@link #onError} comes, and it comes last.
 */
public interface ResponseHandler {
  /**
   * The answer's text.
   *
   * @return how many bytes of payload belong to it
   * @throws IndexedDbException if it is no answer to this ask; the link is closed then
   */
  int onResponse(JsonNode body);

  /** The next of the payload; it is consumed before this returns. Does not throw. */
  void onBytes(ByteBuffer payload);

  void onComplete();

  /** The page cannot answer, or the link ended. */
  void onError(IndexedDbException error);
}
