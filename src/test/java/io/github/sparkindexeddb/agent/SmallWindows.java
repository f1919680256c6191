// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets whose receive window stays as it is. The system's own grows as it likes, and what stands
 * in it was read, as far as the agent can tell.
 */
final class SmallWindows extends SocketFactory {
  private static final int BYTES = 64 << 10;

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(BYTES);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(
      InetAddress address, int port, InetAddress localAddress, int localPort) {
    throw connected();
  }

  private static UnsupportedOperationException connected() {
    return new UnsupportedOperationException("OkHttp connects its sockets itself");
  }
}
