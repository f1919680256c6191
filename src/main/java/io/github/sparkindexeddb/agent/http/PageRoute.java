// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.http.Routes.Opening;
import io.github.sparkindexeddb.agent.http.Routes.Route;
import io.github.sparkindexeddb.agent.link.Caller;
import io.github.sparkindexeddb.agent.link.Reception;
import io.github.sparkindexeddb.agent.runtime.Clockwork;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * Where page links connect. One that may not is taken in and closed with the reason, because
 * JavaScript cannot read an HTTP refusal.
 */
public final class PageRoute {
  /** A batch comes in pieces of this size. */
  private static final int PIECE_BYTES = 64 << 10;

  private final ServerWebSocketContainer container;
  private final Access access;
  private final Reception reception;
  private final Clockwork clockwork;

  public PageRoute(Server server, Access access, Reception reception, Clockwork clockwork) {
    this.access = access;
    this.reception = reception;
    this.clockwork = clockwork;
    WebSocketServerComponents.ensureWebSocketComponents(server)
        .getExtensionRegistry()
        .unregister("permessage-deflate");
    container = ServerWebSocketContainer.ensure(server);
    container.setInputBufferSize(PIECE_BYTES);
    container.setMaxFrameSize(PIECE_BYTES);
    container.setAutoFragment(true);
  }

  public Route route() {
    return Route.of(Protocol.CONNECT, Opening.PAGE, Map.of("GET", this::answer));
  }

  private void answer(Exchange exchange) {
    Optional<IndexedDbException> refusal = refusal(exchange);
    String origin = exchange.header("Origin").orElse("none");
    boolean upgraded =
        container.upgrade(
            (request, response, callback) -> socket(origin, refusal),
            exchange.request(),
            exchange.response(),
            exchange.callback());
    if (!upgraded) {
      throw refusal.orElseGet(
          () ->
              new IndexedDbException(
                  ErrorCode.BAD_REQUEST,
                  "Cannot answer the request: this route is a WebSocket for page links. Use"
                      + " connect() of page-link.js."));
    }
  }

  private PageSocket socket(String origin, Optional<IndexedDbException> refusal) {
    return new PageSocket(clockwork, line -> new Caller(line, origin, refusal, reception));
  }

  private Optional<IndexedDbException> refusal(Exchange exchange) {
    try {
      access.checkRequest(exchange);
      access.checkPage(exchange);
      return Optional.empty();
    } catch (IndexedDbException e) {
      return Optional.of(e);
    }
  }
}
