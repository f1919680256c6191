// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.ByteBuffer;

/**
 * Takes the answer to one ask. Called by the link's thread, one call after the other; exactly one
 * of {@link #complete} and {@link #failed} comes, and it comes last.
 */
public interface Receiver {
  /**
   * The answer's text.
   *
   * @return how many bytes of payload belong to it
   * @throws IndexedDbException if it is no answer to this ask; the link is closed then
   */
  int answered(JsonNode body);

  /** The next of the payload; it is consumed before this returns. Does not throw. */
  void bytes(ByteBuffer payload);

  void complete();

  /** The page cannot answer, or the link ended. */
  void failed(IndexedDbException error);
}
