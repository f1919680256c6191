// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.Version;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;

/** Compares a peer's protocol with the agent's. */
public final class ProtocolVersion {
  private ProtocolVersion() {}

  /**
   * Refuses a peer that speaks another protocol.
   *
   * @throws IndexedDbException {@code PROTOCOL_VERSION} with both numbers
   */
  public static void check(int protocol) {
    if (protocol != Protocol.PROTOCOL_VERSION) {
      throw IndexedDbException.of(
              ErrorCode.PROTOCOL_VERSION,
              "Cannot talk to this peer: it speaks protocol %s, this agent (version %s) speaks %s."
                  + " Use one version of spark-indexeddb on both sides.",
              protocol,
              Version.TEXT,
              Protocol.PROTOCOL_VERSION)
          .with("peer", protocol)
          .with("agent", Protocol.PROTOCOL_VERSION);
    }
  }
}
