// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.runtime.RefusalLog;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All connections to the agent: how many there may be, and how long each may let the agent wait for
 * the rest of a request, so that nobody takes the file descriptors and the memory that others need.
 *
 * <p>A connection is waited for until a request that its peer may have answered is whole, then from
 * the answer's end to the next such request, and until a page was let in. If there are too many,
 * the one that is waited for longest is closed: of strangers first, who were never served. Requests
 * that are served and page links are never closed from here.
 *
 * <p>Thread-safe: all state is guarded by {@code this}; connections are closed outside of it.
 */
public final class OpenConnections {
  /** From the accept to the end of the first head, with the TLS handshake between. */
  static final int FIRST_HEAD_SECONDS = 10;

  /** From a head to the end of its body, and from an answer to the end of the next head. */
  static final int NEXT_SECONDS = 30;

  private static final int SUBNET_BYTES = 8;

  private final ConnectionLimits limits;
  private final Metrics metrics;
  private final RefusalLog log = new RefusalLog();

  /** Those waited for that were never served, in the order in which the wait began. */
  private final Set<Tracked> strangers = new LinkedHashSet<>();

  /** Those waited for that were served before, likewise. */
  private final Set<Tracked> known = new LinkedHashSet<>();

  private final Map<String, Integer> strangersByNetwork = new HashMap<>();
  private int open;
  private int links;

  /** Counts seconds in which the agent ran: while it stood still, its peers waited for it. */
  private long second;

  /** What happens on a connection, told by those who serve it. This one is not counted. */
  public interface Peer {
    /** Tells that a head is whole, and returns the number of its request. */
    default long begin() {
      return 0;
    }

    /** Tells that the peer may have the answer, and that it is the agent's turn. */
    default void serve() {}

    /** Tells that the request has a body, and that it is the peer's turn again. */
    default void awaitBody() {}

    /** Tells that the answer has ended. It does not matter if the next head came before. */
    default void end(long request) {}

    /** Tells that a page was let in; returns false if there are too many page links. */
    default boolean link() {
      return true;
    }

    /** Tells that the connection is closed, by whomever. */
    default void leave() {}
  }

  /** Makes a count of none. */
  public OpenConnections(ConnectionLimits limits, Metrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Begins to close those who are late. */
  public void watch(Scheduler scheduler) {
    scheduler.scheduleEvery(Duration.ofSeconds(1), this::passSecond);
  }

  /** Returns how many are open. */
  public synchronized int count() {
    return open;
  }

  /** Returns how many may be open. */
  public int limit() {
    return limits.all();
  }

  /**
   * Counts a new connection. If that is one too many, another is closed, or this one if all others
   * are served.
   *
   * @param close called at most once; does not block
   */
  public Peer open(InetAddress address, Runnable close) {
    Tracked newcomer = new Tracked(address, close);
    Optional<Surplus> surplus;
    synchronized (this) {
      open++;
      await(newcomer, FIRST_HEAD_SECONDS);
      surplus = surplus(newcomer);
      surplus.ifPresent(each -> remove(each.connection));
    }
    surplus.ifPresent(this::close);
    return newcomer;
  }

  /** Closes one that is waited for, as nobody new can come in. */
  public void makeRoom() {
    Optional<Surplus> surplus;
    synchronized (this) {
      surplus =
          Stream.concat(strangers.stream(), known.stream())
              .findFirst()
              .map(longest -> new Surplus(longest, "no file descriptor is left for another"));
      surplus.ifPresent(each -> remove(each.connection));
    }
    surplus.ifPresent(this::close);
  }

  private void passSecond() {
    List<Tracked> late;
    synchronized (this) {
      second++;
      late =
          Stream.concat(strangers.stream(), known.stream())
              .filter(each -> each.deadline < second)
              .toList();
      late.forEach(this::remove);
    }
    metrics.add(Metrics.Counter.CONNECTIONS_TIMED_OUT, late.size());
    late.forEach(each -> each.close.run());
  }

  private record Surplus(Tracked connection, String why) {}

  private void close(Surplus surplus) {
    metrics.increment(Metrics.Counter.CONNECTIONS_REFUSED);
    log.log(
        "closed a connection of %s: %s"
            .formatted(surplus.connection.address.getHostAddress(), surplus.why));
    surplus.connection.close.run();
  }

  /** Returns the one that has to go, if any has. Guarded by {@code this}. */
  private Optional<Surplus> surplus(Tracked newcomer) {
    int most = limits.strangersOfOneNetwork();
    if (newcomer.network.map(strangersByNetwork::get).orElse(0) > most) {
      return strangers.stream()
          .filter(each -> each.network.equals(newcomer.network))
          .findFirst()
          .map(
              longest ->
                  new Surplus(longest, "%s others of its network owe a request".formatted(most)));
    }
    return open <= limits.all()
        ? Optional.empty()
        : Optional.of(
            new Surplus(longestBefore(newcomer), "%s are open, the most".formatted(limits.all())));
  }

  /** Guarded by {@code this}. */
  private Tracked longestBefore(Tracked newcomer) {
    Iterator<Tracked> first = (strangers.size() > 1 ? strangers : known).iterator();
    return first.hasNext() ? first.next() : newcomer;
  }

  /** Begins to wait for the peer, if it has not left. Guarded by {@code this}. */
  private void await(Tracked connection, int seconds) {
    stopWaiting(connection);
    if (!connection.open) {
      return;
    }
    connection.deadline = second + seconds;
    if (connection.served) {
      known.add(connection);
    } else {
      strangers.add(connection);
      connection.network.ifPresent(network -> strangersByNetwork.merge(network, 1, Integer::sum));
    }
  }

  /** Guarded by {@code this}. */
  private void stopWaiting(Tracked connection) {
    known.remove(connection);
    if (strangers.remove(connection)) {
      connection.network.ifPresent(
          network ->
              strangersByNetwork.computeIfPresent(
                  network, (key, count) -> count == 1 ? null : count - 1));
    }
  }

  /** Guarded by {@code this}. */
  private void remove(Tracked connection) {
    if (connection.open) {
      connection.open = false;
      open--;
      links -= connection.linked ? 1 : 0;
      stopWaiting(connection);
    }
  }

  /** Returns what is counted together: nobody has to take one address only of an IPv6 subnet. */
  private static Optional<String> network(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return Optional.empty();
    }
    return Optional.of(
        address instanceof Inet6Address
            ? HexFormat.of().formatHex(address.getAddress(), 0, SUBNET_BYTES)
            : address.getHostAddress());
  }

  /** One connection; its state is guarded by the {@link OpenConnections} that it is of. */
  private final class Tracked implements Peer {
    private final InetAddress address;
    private final Optional<String> network;
    private final Runnable close;
    private boolean open = true;
    private boolean served;
    private boolean linked;
    private long deadline;
    private long request;

    Tracked(InetAddress address, Runnable close) {
      this.address = address;
      this.network = network(address);
      this.close = close;
    }

    @Override
    public long begin() {
      synchronized (OpenConnections.this) {
        await(this, NEXT_SECONDS);
        request++;
        return request;
      }
    }

    @Override
    public void serve() {
      synchronized (OpenConnections.this) {
        served = true;
        stopWaiting(this);
      }
    }

    @Override
    public void awaitBody() {
      synchronized (OpenConnections.this) {
        await(this, NEXT_SECONDS);
      }
    }

    @Override
    public void end(long ended) {
      synchronized (OpenConnections.this) {
        if (ended == request) {
          await(this, NEXT_SECONDS);
        }
      }
    }

    @Override
    public boolean link() {
      synchronized (OpenConnections.this) {
        // The request that became a link may not have ended yet, and must not be waited for then.
        request++;
        linked = open;
        links += open ? 1 : 0;
        stopWaiting(this);
        if (links <= limits.links()) {
          return true;
        }
      }
      metrics.increment(Metrics.Counter.CONNECTIONS_REFUSED);
      log.log(
          "closed the page link of %s: %s are linked, the most"
              .formatted(address.getHostAddress(), limits.links()));
      return false;
    }

    @Override
    public void leave() {
      synchronized (OpenConnections.this) {
        remove(this);
      }
    }
  }
}
