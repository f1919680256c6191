// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.wire.Protocol;
import java.util.Map;

/** Serves the metrics to Prometheus. Immutable. */
public record MetricsRoute(Metrics metrics) {
  public Route route() {
    return Route.of(Protocol.METRICS, AccessLevel.METRICS, Map.of("GET", this::scrape));
  }

  private void scrape(HttpExchange exchange) {
    Metrics.Scrape scrape = metrics.scrape(exchange.header("Accept").orElse(""));
    exchange.send(200, scrape.contentType(), scrape.body());
  }
}
