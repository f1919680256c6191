// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.http.Routes.Opening;
import io.github.sparkindexeddb.agent.http.Routes.Route;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.wire.Protocol;
import java.util.Map;

/** Serves what Prometheus scrapes. Immutable. */
public record MetricsRoute(Metrics metrics) {
  public Route route() {
    return Route.of(Protocol.METRICS, Opening.READER, Map.of("GET", this::answer));
  }

  private void answer(Exchange exchange) {
    Metrics.Scrape scrape = metrics.scrape(exchange.header("Accept").orElse(""));
    exchange.send(200, scrape.contentType(), scrape.body());
  }
}
