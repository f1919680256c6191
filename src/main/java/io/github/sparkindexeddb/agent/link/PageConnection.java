// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.wire.IndexedDbException;

/**
 * The connection to one page: what the agent needs of a WebSocket. Injected, so that links can be
 * tested without a network. Thread-safe; no method blocks.
 */
public interface PageConnection {
  /** Returns the address that it comes from, which may be a proxy's. */
  String address();

  /**
   * Takes a place among the page links, which ends with the connection; closes it until the page
   * comes back by itself if there is none.
   *
   * @return whether there was a place
   */
  boolean takePlace();

  /** Sends a text frame; a failure shows as the end of the connection. */
  void send(String text);

  /** Closes with the code and the name of the error. */
  void close(IndexedDbException reason);

  /** Closes because the agent stops: the page comes back by itself. */
  void goAway();
}
