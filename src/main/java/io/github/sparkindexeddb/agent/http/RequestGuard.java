// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.access.AccessOptions;
import io.github.sparkindexeddb.agent.access.Hosts;
import io.github.sparkindexeddb.agent.access.Origins;
import io.github.sparkindexeddb.agent.access.ProtocolVersion;
import io.github.sparkindexeddb.agent.access.TokenUse;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks who may send which request, before it is routed. Immutable. */
public final class RequestGuard {
  private static final String BEARER = "bearer ";
  private static final Pattern TOKEN_PARAMETER =
      Pattern.compile("(^|&)(token|access_token|browser_token)=", Pattern.CASE_INSENSITIVE);

  /**
   * Matches paths that two readers of a URL may take for different routes: dot segments, empty
   * ones, backslashes, parameters, control characters, and each of them encoded.
   */
  private static final Pattern AMBIGUOUS_PATH =
      Pattern.compile(
          "/\\.{1,2}(?:/|$)|//|[\\\\;\\x00-\\x1f]|%(?:2[5EF]|3B|5C|[01][0-9A-F]|7F)",
          Pattern.CASE_INSENSITIVE);

  /** What browsers say of a request that a page of another site, or another origin, has made. */
  private static final Set<String> FOREIGN_SITES = Set.of("cross-site", "same-site");

  private static final List<String> HEALTH_PATH =
      List.of(Protocol.HEALTH.substring(1).split("/", -1));

  private final Hosts hosts;
  private final Origins origins;
  private final Tokens tokens;

  /**
   * @param bind address that the agent listens at
   */
  public RequestGuard(String bind, AccessOptions options, Tokens tokens) {
    this.hosts = new Hosts(bind, options.hosts());
    this.origins = new Origins(options.origins());
    this.tokens = tokens;
  }

  /**
   * Checks what holds for every request, public or not.
   *
   * @throws IndexedDbException {@code HOST_REFUSED}, {@code TOKEN_IN_URL}, {@code ORIGIN_REFUSED},
   *     {@code PROTOCOL_VERSION}
   */
  void checkRequest(HttpExchange exchange) {
    checkHost(exchange);
    checkUrl(exchange);
    if (exchange.headerCount("Origin") > 0) {
      checkOrigin(exchange);
    }
    exchange.header(Protocol.VERSION_HEADER).ifPresent(RequestGuard::checkVersion);
  }

  /**
   * Checks a page link's connection, on top of {@link #checkRequest}: it always sends its origin.
   *
   * @throws IndexedDbException {@code ORIGIN_REFUSED}
   */
  void checkPage(HttpExchange exchange) {
    origins.check(exchange.header("Origin").orElse("none"));
  }

  /**
   * Checks the token of a request for data.
   *
   * @throws IndexedDbException {@code ORIGIN_REFUSED}, {@code TOKEN_MISSING}, {@code TOKEN_WRONG},
   *     {@code TOKEN_WRONG_KIND}, {@code TOKEN_ENDED}
   */
  TokenUse checkReader(HttpExchange exchange) {
    checkSite(exchange);
    return tokens.checkReader(bearerToken(exchange));
  }

  /**
   * Checks the token of a request for metrics.
   *
   * @throws IndexedDbException as of {@link #checkReader}
   */
  TokenUse checkMetrics(HttpExchange exchange) {
    checkSite(exchange);
    return tokens.checkMetrics(bearerToken(exchange));
  }

  private static Optional<String> bearerToken(HttpExchange exchange) {
    Optional<String> header = exchange.header("Authorization");
    boolean bearer =
        header.map(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER)).orElse(false);
    return bearer ? header.map(value -> value.substring(BEARER.length()).trim()) : Optional.empty();
  }

  /** Returns the request's origin, if it is one whose pages may read the response. */
  Optional<String> allowedOrigin(HttpExchange exchange) {
    return exchange.header("Origin").filter(origins::allows);
  }

  /**
   * Refuses a path of which a proxy and the agent may think differently.
   *
   * @throws IndexedDbException {@code BAD_REQUEST}
   */
  static void checkPath(HttpExchange exchange) {
    String path = Optional.ofNullable(exchange.request().getHttpURI().getPath()).orElse("/");
    if (AMBIGUOUS_PATH.matcher(path).find()) {
      throw IndexedDbException.of(
          ErrorCode.BAD_REQUEST,
          "Cannot answer the request: its path '%s' has dot segments, empty segments or encoded"
              + " separators. Send the path as protocol.md has it.",
          AgentLog.plain(path));
    }
  }

  /** Checks the name; a probe asks for the health by the address that it connected to. */
  private void checkHost(HttpExchange exchange) {
    String host = exchange.headerCount("Host") == 1 ? exchange.header("Host").orElse("") : "";
    boolean isHealth = exchange.path().equals(HEALTH_PATH);
    SocketAddress local = exchange.request().getConnectionMetaData().getLocalSocketAddress();
    if (!isHealth || !Hosts.isAddress(host, local)) {
      hosts.check(host);
    }
  }

  /**
   * Refuses what a foreign page's image or form asks for: it comes without an origin, but browsers
   * say where it comes from.
   */
  private static void checkSite(HttpExchange exchange) {
    String site = exchange.header("Sec-Fetch-Site").orElse("none").toLowerCase(Locale.ROOT);
    if (FOREIGN_SITES.contains(site) && exchange.headerCount("Origin") == 0) {
      throw IndexedDbException.of(
          ErrorCode.ORIGIN_REFUSED,
          "Cannot accept the request: a page of another site made it ('Sec-Fetch-Site: %s'). Read"
              + " with Spark, Tez or curl.",
          site);
    }
  }

  /** Checks the origin; pages of the agent itself send their own with some requests. */
  private void checkOrigin(HttpExchange exchange) {
    String origin = exchange.headerCount("Origin") == 1 ? exchange.header("Origin").orElse("") : "";
    String scheme = exchange.request().isSecure() ? "https://" : "http://";
    String own = scheme + exchange.header("Host").orElse("");
    if (!origin.equals(own)) {
      origins.check(origin);
    }
  }

  private static void checkUrl(HttpExchange exchange) {
    String query = Optional.ofNullable(exchange.request().getHttpURI().getQuery()).orElse("");
    boolean user = exchange.request().getHttpURI().getUser() != null;
    if (user || TOKEN_PARAMETER.matcher(query).find()) {
      throw IndexedDbException.of(
          ErrorCode.TOKEN_IN_URL,
          "Cannot accept the request: its URL holds a token or a user, which logs and histories"
              + " would keep. Send 'Authorization: Bearer …', and choose a new token.");
    }
  }

  private static void checkVersion(String value) {
    try {
      ProtocolVersion.check(Integer.parseInt(value.trim()));
    } catch (NumberFormatException e) {
      throw IndexedDbException.of(
          ErrorCode.PROTOCOL_VERSION,
          "Cannot talk to this peer: its '%s' is no number. Send %s.",
          Protocol.VERSION_HEADER,
          Protocol.PROTOCOL_VERSION);
    }
  }
}
