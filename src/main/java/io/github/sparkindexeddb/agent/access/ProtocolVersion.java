// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.Version;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;

/** Compares a peer's protocol with the agent's. */
public final class ProtocolVersion {
  private ProtocolVersion() {}

  /**
   * Returns if the peer speaks the agent's protocol.
   *
   * @throws IndexedDbException {@code PROTOCOL_VERSION} with both numbers
   */
  public static void check(int protocol) {
    if (protocol != Protocol.PROTOCOL_VERSION) {
      throw new IndexedDbException(
          ErrorCode.PROTOCOL_VERSION,
          "Cannot talk to this peer: it speaks protocol "
              + protocol
              + ", this agent (version "
              + Version.TEXT
              + ") speaks "
              + Protocol.PROTOCOL_VERSION
              + ". Use one version of spark-indexeddb on both sides.",
          Json.object().put("peer", protocol).put("agent", Protocol.PROTOCOL_VERSION));
    }
  }
}
