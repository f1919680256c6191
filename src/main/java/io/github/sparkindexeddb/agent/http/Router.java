// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.runtime.RefusalLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Checks each request and hands it to the handler of its path. Immutable. */
public final class Router extends Handler.Abstract {
  private final RequestGuard guard;
  private final List<Route> routes;
  private final Metrics metrics;
  private final RefusalLog refusals = new RefusalLog();

  /** The kinds of peers that a route is for. */
  enum AccessLevel {
    PUBLIC,
    METRICS,
    READER,
    PAGE
  }

  /** Answers requests to a path. */
  interface RouteHandler {
    /** Answers the request; an {@link IndexedDbException} that it throws becomes the response. */
    void handle(HttpExchange exchange);
  }

  /**
   * A path and its handlers.
   *
   * @param path segments; one in braces stands for any
   * @param methods of HTTP and their handlers
   */
  public record Route(List<String> path, AccessLevel level, Map<String, RouteHandler> methods) {
    static Route of(String path, AccessLevel level, Map<String, RouteHandler> methods) {
      return new Route(List.of(path.substring(1).split("/", -1)), level, methods);
    }

    boolean matches(List<String> segments) {
      if (segments.size() != path.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        if (!path.get(i).startsWith("{") && !path.get(i).equals(segments.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  public Router(RequestGuard guard, List<Route> routes, Metrics metrics) {
    super(InvocationType.BLOCKING);
    this.guard = guard;
    this.routes = List.copyOf(routes);
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpExchange exchange = new HttpExchange(request, response, callback);
    exchange.begin();
    SecurityHeaders.addTo(response);
    try {
      dispatch(exchange);
    } catch (RuntimeException e) {
      refuse(exchange, AgentErrors.of(e));
    } catch (Error e) {
      FatalErrors.report(e);
      throw e;
    }
    return true;
  }

  private void refuse(HttpExchange exchange, IndexedDbException error) {
    metrics.increment(Metrics.Counter.REQUESTS_REFUSED);
    Request request = exchange.request();
    refusals.log(
        "%s %s from %s"
            .formatted(
                exchange.method(), request.getHttpURI().getPath(), Request.getRemoteAddr(request)),
        error);
    exchange.fail(error);
  }

  private void dispatch(HttpExchange exchange) {
    RequestGuard.checkPath(exchange);
    Optional<Route> route =
        routes.stream().filter(each -> each.matches(exchange.path())).findFirst();
    AccessLevel level = route.map(Route::level).orElse(AccessLevel.PUBLIC);
    if (level != AccessLevel.PAGE) {
      guard.checkRequest(exchange);
    }
    if (level == AccessLevel.READER) {
      exchange.setTokenUse(guard.checkReader(exchange));
      exchange.serve();
    } else if (level == AccessLevel.METRICS) {
      exchange.setTokenUse(guard.checkMetrics(exchange));
      exchange.serve();
    }
    Route found = route.orElseThrow(Router::routeNotFound);
    RouteHandler handler = found.methods().get(methodOf(exchange, found));
    if (handler == null) {
      throw methodNotAllowed(exchange, found);
    }
    handler.handle(exchange);
  }

  /**
   * A probe's HEAD is a GET whose body stays here; a HEAD of data would start a read for nothing.
   */
  private static String methodOf(HttpExchange exchange, Route route) {
    boolean isProbe = route.level() == AccessLevel.PUBLIC && exchange.method().equals("HEAD");
    return isProbe ? "GET" : exchange.method();
  }

  private static IndexedDbException routeNotFound() {
    return IndexedDbException.of(
        ErrorCode.ROUTE_NOT_FOUND,
        "Cannot answer the request: the agent has no such route. See protocol.md for its routes.");
  }

  private static IndexedDbException methodNotAllowed(HttpExchange exchange, Route route) {
    String methods = String.join(", ", new TreeSet<>(route.methods().keySet()));
    return IndexedDbException.of(
            ErrorCode.METHOD_NOT_ALLOWED,
            "Cannot answer the request: the route does not take '%s'. Use %s.",
            AgentLog.plain(exchange.method()),
            methods)
        .with("allowed", methods);
  }
}
