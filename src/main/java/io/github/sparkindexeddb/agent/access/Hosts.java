// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names by which the agent may be addressed, against DNS rebinding: a foreign name that
 * resolves to this machine is refused before anything else is looked at. Immutable.
 */
public final class Hosts {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

  /** Matches what is an address without a resolver's help. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]+]");

  private final Set<String> allowed = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

  /**
   * @param bind address that the agent listens at
   * @param hosts further names that it is reached by
   */
  public Hosts(String bind, List<String> hosts) {
    allow(bind);
    hosts.forEach(this::allow);
  }

  /**
   * Refuses a request that addresses the agent by another name.
   *
   * @param host the header as it came, with or without a port
   * @throws IndexedDbException {@code HOST_REFUSED}
   */
  public void check(String host) {
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches() || !allowed.contains(matcher.group(1).toLowerCase(Locale.ROOT))) {
      String shown = AgentLog.plain(host);
      throw IndexedDbException.of(
              ErrorCode.HOST_REFUSED,
              "Cannot accept the request: the agent is not known as '%s'. Start it with"
                  + " '--allow-host' and the name if it is.",
              shown)
          .with("host", shown);
    }
  }

  /**
   * Tells whether a request names the very address that its connection came to, as a probe does. A
   * rebound name never does: browsers send the name.
   */
  public static boolean isAddress(String host, SocketAddress local) {
    Matcher matcher = HOST.matcher(host);
    if (!(local instanceof InetSocketAddress socket)
        || !matcher.matches()
        || !ADDRESS.matcher(matcher.group(1)).matches()) {
      return false;
    }
    try {
      return InetAddress.getByName(matcher.group(1)).equals(socket.getAddress());
    } catch (UnknownHostException e) {
      AgentLog.LOG.debug("no address", e);
      return false;
    }
  }

  private void allow(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    allowed.add(lower.contains(":") && !lower.startsWith("[") ? "[" + lower + "]" : lower);
  }
}
