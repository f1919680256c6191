// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The origins whose pages may talk to the agent: exactly those that are listed, or this machine's
 * own if none is. Immutable.
 */
public final class Origins {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  /**
   * Matches origins of pages that no web server serves: of a browser's extension, or of an app that
   * is built around a web view. Their hosts keep their case.
   */
  private static final Pattern PACKAGED =
      Pattern.compile(
          "(?!https?:|file:|data:|blob:)[a-z][a-z0-9+.-]*://[A-Za-z0-9._-]+(:[0-9]{1,5})?");

  private static final Pattern THIS_MACHINE =
      Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

  /** Matches an origin with the port of its scheme, which browsers leave out. */
  private static final Pattern DEFAULT_PORT =
      Pattern.compile("^(http(?=:.*:80$)|https(?=:.*:443$))(://.+):[0-9]+$");

  private final Set<String> allowed;

  /**
   * @throws IndexedDbException {@code OPTION_INVALID} for an entry that no browser would send
   */
  public Origins(List<String> allowed) {
    this.allowed = new TreeSet<>();
    allowed.forEach(
        origin -> this.allowed.add(normalized(origin).orElseThrow(() -> malformed(origin))));
  }

  public boolean allows(String origin) {
    return allowed.isEmpty() ? THIS_MACHINE.matcher(origin).matches() : allowed.contains(origin);
  }

  /**
   * Refuses pages of other origins.
   *
   * @throws IndexedDbException {@code ORIGIN_REFUSED}
   */
  public void check(String origin) {
    if (allows(origin)) {
      return;
    }
    String shown = AgentLog.plain(origin);
    throw (normalized(origin).isPresent() ? notAllowed(shown) : opaque(shown))
        .with("origin", shown);
  }

  private static IndexedDbException notAllowed(String origin) {
    return IndexedDbException.of(
        ErrorCode.ORIGIN_REFUSED,
        "Cannot accept the request: pages of '%s' may not use this agent. Start it with"
            + " '--allow-origin %s' if they should.",
        origin,
        origin);
  }

  private static IndexedDbException opaque(String origin) {
    return IndexedDbException.of(
        ErrorCode.ORIGIN_REFUSED,
        "Cannot accept the request: it comes from '%s', which is no origin of a page's own, as of a"
            + " file or a sandboxed frame. Serve the page from a web server.",
        origin);
  }

  /** Returns the origin as a browser sends it, if it is one. */
  private static Optional<String> normalized(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (ORIGIN.matcher(lower).matches()) {
      return Optional.of(DEFAULT_PORT.matcher(lower).replaceFirst("$1$2"));
    }
    return Optional.of(origin).filter(text -> PACKAGED.matcher(text).matches());
  }

  private static IndexedDbException malformed(String origin) {
    return IndexedDbException.of(
        ErrorCode.OPTION_INVALID,
        "Cannot start the agent: '--allow-origin' is '%s', not an origin. Write scheme, host and"
            + " port as a browser does, for example 'https://shop.example:8443'.",
        AgentLog.plain(origin));
  }
}
