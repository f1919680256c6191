// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that says only what a test lets it say, and never waits.
 *
 * <p>Confined to the test's thread.
 */
public final class RawPeer implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(8 << 10);
  private final StringBuilder received = new StringBuilder();
  private boolean closed;

  private RawPeer(SocketChannel channel) {
    this.channel = channel;
  }

  public static RawPeer of(URI server) {
    try {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.configureBlocking(false);
      return new RawPeer(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many, each of which says the same. */
  public static List<RawPeer> of(URI server, int count, String text) {
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(of(server).say(text));
    }
    return peers;
  }

  /** Sends the characters as bytes of Latin-1, as far as the other side takes them. */
  public RawPeer say(String text) {
    try {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      closed = true;
    }
    return this;
  }

  /** Whether the other side has closed the connection by now; reads what came before. */
  public boolean isClosed() {
    try {
      int count = closed ? -1 : channel.read(buffer.clear());
      while (count > 0) {
        received.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        count = channel.read(buffer.clear());
      }
      closed = count < 0;
    } catch (IOException e) {
      closed = true;
    }
    return closed;
  }

  /** All that has come by now. */
  public String received() {
    isClosed();
    return received.toString();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
