// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;

/**
 * Looks whether a peer that waits for its response is still there. Jetty reads nothing meanwhile,
 * so it does not see that one has gone.
 */
final class PeerProbe {
  private PeerProbe() {}

  /**
   * Returns whether the peer has closed its connection. One that sends anything while it waits,
   * which over TLS is how it says that it closes, counts as gone: its bytes cannot be put back.
   */
  static boolean isGone(EndPoint endPoint) {
    if (!(endPoint.getTransport() instanceof SocketChannel channel)) {
      return !endPoint.isOpen();
    }
    try {
      return channel.read(ByteBuffer.allocate(1)) != 0;
    } catch (IOException e) {
      return true;
    }
  }
}
