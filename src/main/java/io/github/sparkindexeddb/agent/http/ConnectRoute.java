// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import io.github.sparkindexeddb.agent.link.LinkAdmission;
import io.github.sparkindexeddb.agent.link.PageSession;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * The WebSocket of page links. One that may not link is upgraded and closed with the reason,
 * because JavaScript cannot read an HTTP refusal.
 */
public final class ConnectRoute {
  /** A batch comes in fragments of this size. */
  private static final int FRAGMENT_BYTES = 64 << 10;

  private final ServerWebSocketContainer container;
  private final RequestGuard guard;
  private final LinkAdmission admission;
  private final Scheduler scheduler;

  public ConnectRoute(
      HttpServer http, RequestGuard guard, LinkAdmission admission, Scheduler scheduler) {
    this.guard = guard;
    this.admission = admission;
    this.scheduler = scheduler;
    WebSocketServerComponents.ensureWebSocketComponents(http.server())
        .getExtensionRegistry()
        .unregister("permessage-deflate");
    container = ServerWebSocketContainer.ensure(http.server());
    container.setInputBufferSize(FRAGMENT_BYTES);
    container.setMaxFrameSize(FRAGMENT_BYTES);
    container.setAutoFragment(true);
  }

  public Route route() {
    return Route.of(Protocol.CONNECT, AccessLevel.PAGE, Map.of("GET", this::connect));
  }

  private void connect(HttpExchange exchange) {
    Optional<IndexedDbException> refusal = refusal(exchange);
    String origin = exchange.header("Origin").orElse("none");
    boolean upgraded =
        container.upgrade(
            (request, response, callback) -> socket(exchange.peer(), origin, refusal),
            exchange.request(),
            exchange.response(),
            exchange.callback());
    if (!upgraded) {
      throw refusal.orElseGet(
          () ->
              IndexedDbException.of(
                  ErrorCode.BAD_REQUEST,
                  "Cannot answer the request: this route is a WebSocket for page links. Use"
                      + " connect() of page-link.js."));
    }
  }

  private PageSocket socket(
      OpenConnections.Peer peer, String origin, Optional<IndexedDbException> refusal) {
    return new PageSocket(
        scheduler, peer, connection -> new PageSession(connection, origin, refusal, admission));
  }

  private Optional<IndexedDbException> refusal(HttpExchange exchange) {
    try {
      guard.checkRequest(exchange);
      guard.checkPage(exchange);
      return Optional.empty();
    } catch (IndexedDbException e) {
      return Optional.of(e);
    }
  }
}
