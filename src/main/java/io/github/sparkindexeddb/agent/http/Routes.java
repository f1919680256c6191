// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.runtime.Events;
import io.github.sparkindexeddb.agent.runtime.Failures;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Checks each request and hands it to the resource at its path. Immutable. */
public final class Routes extends Handler.Abstract {
  private final Access access;
  private final List<Route> routes;
  private final Metrics metrics;

  /** Who may use a route. */
  enum Opening {
    PUBLIC,
    READER,
    PAGE
  }

  /** What answers at a path. */
  interface Resource {
    /** May throw {@link IndexedDbException}, which becomes the answer. */
    void answer(Exchange exchange);
  }

  /**
   * @param path segments; one in braces stands for any
   * @param methods and what answers to them
   */
  public record Route(List<String> path, Opening opening, Map<String, Resource> methods) {
    static Route of(String path, Opening opening, Map<String, Resource> methods) {
      return new Route(List.of(path.substring(1).split("/", -1)), opening, methods);
    }

    boolean matches(List<String> asked) {
      if (asked.size() != path.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        if (!path.get(i).startsWith("{") && !path.get(i).equals(asked.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  public Routes(Access access, List<Route> routes, Metrics metrics) {
    super(InvocationType.BLOCKING);
    this.access = access;
    this.routes = List.copyOf(routes);
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    Headers.secure(response);
    try {
      answer(exchange);
    } catch (RuntimeException e) {
      IndexedDbException error = Failures.of(e);
      metrics.count(Metrics.Counter.REQUESTS_REFUSED);
      Events.refused(
          exchange.method()
              + " "
              + request.getHttpURI().getPath()
              + " from "
              + Request.getRemoteAddr(request),
          error);
      exchange.fail(error);
    }
    return true;
  }

  private void answer(Exchange exchange) {
    Optional<Route> route =
        routes.stream().filter(each -> each.matches(exchange.path())).findFirst();
    Opening opening = route.map(Route::opening).orElse(Opening.PUBLIC);
    if (opening != Opening.PAGE) {
      access.checkRequest(exchange);
    }
    if (opening == Opening.READER) {
      access.checkReader(exchange);
    }
    Route found = route.orElseThrow(Routes::notFound);
    Resource resource = found.methods().get(exchange.method());
    if (resource == null) {
      throw notAllowed(exchange, found);
    }
    resource.answer(exchange);
  }

  private static IndexedDbException notFound() {
    return new IndexedDbException(
        ErrorCode.ROUTE_NOT_FOUND,
        "Cannot answer the request: the agent has no such route. See protocol.md for its routes.");
  }

  private static IndexedDbException notAllowed(Exchange exchange, Route route) {
    String methods = String.join(", ", new TreeSet<>(route.methods().keySet()));
    return new IndexedDbException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "Cannot answer the request: the route does not take '"
            + Events.plain(exchange.method())
            + "'. Use "
            + methods
            + ".",
        Json.object().put("allowed", methods));
  }
}
