// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Accepts connections, and counts each from its accept to its close: one for which Jetty has no
 * thread yet holds a file descriptor too. Thread-safe.
 */
final class BoundedConnector extends ServerConnector {
  /** Those who behave wait a second or more where the queue is full of others. */
  private static final int ACCEPT_QUEUE = 1024;

  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);
  private static final OpenConnections.Peer UNCOUNTED = new OpenConnections.Peer() {};

  private final OpenConnections connections;
  private final Map<Object, Accepted> accepted = new ConcurrentHashMap<>();

  BoundedConnector(Server server, OpenConnections connections, ConnectionFactory... factories) {
    super(server, 1, 1, factories);
    this.connections = connections;
    setAcceptQueueSize(ACCEPT_QUEUE);
    getSelectorManager().addEventListener(new Accepts());
  }

  /** Returns whose request it is; a connector of another kind counts nobody. */
  static OpenConnections.Peer peer(Request request) {
    if (!(request.getConnectionMetaData().getConnector() instanceof BoundedConnector connector)) {
      return UNCOUNTED;
    }
    Object channel = channel(request.getConnectionMetaData().getConnection().getEndPoint());
    return Optional.ofNullable(connector.accepted.get(channel))
        .map(each -> each.peer)
        .orElse(UNCOUNTED);
  }

  /** Returns what the end point is of, which within TLS is another end point. */
  private static Object channel(EndPoint endPoint) {
    Object transport = endPoint.getTransport();
    return transport instanceof EndPoint outer ? channel(outer) : transport;
  }

  @Override
  protected void onEndPointOpened(EndPoint endPoint) {
    super.onEndPointOpened(endPoint);
    Accepted opened = accepted.get(channel(endPoint));
    if (opened != null) {
      opened.open(endPoint);
    }
  }

  @Override
  protected void onEndPointClosed(EndPoint endPoint) {
    super.onEndPointClosed(endPoint);
    forget(channel(endPoint));
  }

  private void forget(Object channel) {
    Accepted closed = accepted.remove(channel);
    if (closed != null) {
      closed.peer.leave();
    }
  }

  /** Goes on accepting: where no file descriptor is left, somebody who is waited for gives one. */
  @Override
  protected boolean handleAcceptFailure(Throwable failure) {
    FatalErrors.reportIn(failure);
    if (!(failure instanceof IOException) || failure instanceof ClosedChannelException) {
      return super.handleAcceptFailure(failure);
    }
    AgentLog.LOG.debug("a connection could not be accepted", failure);
    connections.makeRoom();
    LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
    return true;
  }

  private final class Accepts implements SelectorManager.AcceptListener {
    @Override
    public void onAccepting(SelectableChannel channel) {
      Accepted entry = new Accepted((SocketChannel) channel);
      accepted.put(channel, entry);
      entry.peer = connections.open(entry.address(), entry::close);
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
      forget(channel);
    }
  }

  /** A connection that Jetty may not have made an end point for yet. */
  private static final class Accepted {
    private final SocketChannel channel;
    private volatile OpenConnections.Peer peer = UNCOUNTED;
    private volatile EndPoint endPoint;
    private volatile boolean closed;

    Accepted(SocketChannel channel) {
      this.channel = channel;
    }

    InetAddress address() {
      return Optional.ofNullable(channel.socket().getInetAddress())
          .orElseGet(InetAddress::getLoopbackAddress);
    }

    void open(EndPoint opened) {
      endPoint = opened;
      if (closed) {
        close();
      }
    }

    /** Closes the end point, else the channel: whichever comes second looks for the first. */
    void close() {
      closed = true;
      EndPoint opened = endPoint;
      try {
        if (opened == null) {
          channel.close();
        } else {
          opened.close(new TimeoutException("the peer let the agent wait too long"));
        }
      } catch (IOException | RuntimeException e) {
        AgentLog.LOG.debug("a connection could not be closed", e);
      }
    }
  }
}
