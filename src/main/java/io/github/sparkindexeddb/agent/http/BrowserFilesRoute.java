// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Serves the two JavaScript files, which a web app may load from here while it is developed. */
public final class BrowserFilesRoute {
  private static final String DIRECTORY = "/io/github/sparkindexeddb/browser/";
  private static final List<String> NAMES = List.of("export-worker.js", "page-link.js");

  private final RequestGuard guard;

  public BrowserFilesRoute(RequestGuard guard) {
    this.guard = guard;
  }

  public List<Route> routes() {
    return NAMES.stream()
        .map(
            name ->
                Route.of(
                    Protocol.BROWSER_FILES + name,
                    AccessLevel.PUBLIC,
                    Map.of("GET", exchange -> send(exchange, name))))
        .toList();
  }

  private void send(HttpExchange exchange, String name) {
    byte[] script = resource(DIRECTORY + name).orElseThrow(() -> missing(name));
    HttpFields.Mutable headers = exchange.response().getHeaders();
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    guard
        .allowedOrigin(exchange)
        .ifPresent(origin -> headers.put("Access-Control-Allow-Origin", origin));
    exchange.send(200, "text/javascript; charset=utf-8", script);
  }

  /** Returns the bytes of a resource of the class path. */
  static Optional<byte[]> resource(String path) {
    try (InputStream in = BrowserFilesRoute.class.getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IndexedDbException missing(String name) {
    return IndexedDbException.of(
        ErrorCode.ROUTE_NOT_FOUND,
        "Cannot send '%s': this build of the agent does not hold it. Build with npm.",
        name);
  }
}
