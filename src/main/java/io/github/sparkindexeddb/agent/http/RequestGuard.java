// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.access.AccessOptions;
import io.github.sparkindexeddb.agent.access.Hosts;
import io.github.sparkindexeddb.agent.access.Origins;
import io.github.sparkindexeddb.agent.access.ProtocolVersion;
import io.github.sparkindexeddb.agent.access.TokenUse;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks who may send which request, before it is routed. Immutable. */
public final class RequestGuard {
  private static final String BEARER = "bearer ";
  private static final Pattern TOKEN_PARAMETER =
      Pattern.compile("(^|&)(token|access_token|browser_token)=", Pattern.CASE_INSENSITIVE);

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
    hosts.check(exchange.headerCount("Host") == 1 ? exchange.header("Host").orElse("") : "");
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
   * @throws IndexedDbException {@code TOKEN_MISSING}, {@code TOKEN_WRONG}, {@code
   *     TOKEN_WRONG_KIND}, {@code TOKEN_ENDED}
   */
  TokenUse checkReader(HttpExchange exchange) {
    return tokens.checkReader(bearerToken(exchange));
  }

  /**
   * Checks the token of a request for metrics.
   *
   * @throws IndexedDbException as of {@link #checkReader}
   */
  TokenUse checkMetrics(HttpExchange exchange) {
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
