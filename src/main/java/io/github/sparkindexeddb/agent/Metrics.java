// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.agent.Routes.Opening;
import io.github.sparkindexeddb.agent.Routes.Route;
import io.github.sparkindexeddb.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counters and gauges in the text format of Prometheus, version 0.0.4. It is three lines for each
 * metric without labels, so that no library is needed. Thread-safe once all gauges are added.
 */
final class Metrics {
  private static final String PREFIX = "spark_indexeddb_agent_";

  private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
  private final Map<String, Gauge> gauges = new LinkedHashMap<>();

  /** What only grows. */
  enum Counter {
    BYTES_RECEIVED("Bytes of batches that browsers sent."),
    BYTES_SENT("Bytes of splits that readers were sent."),
    BATCHES("Whole batches that browsers sent."),
    SCANS_CREATED("Scans that were created."),
    SCANS_EXPIRED("Scans that nobody read any more."),
    SPLITS_SEALED("Splits that came to their end."),
    SPLITS_FAILED("Splits that failed."),
    LINKS_ACCEPTED("Page links that were taken in."),
    LINKS_REFUSED("Page links that were refused or closed for what they sent."),
    REQUESTS_REFUSED("HTTP requests that were refused.");

    private final String help;

    Counter(String help) {
      this.help = help;
    }
  }

  private record Gauge(String help, LongSupplier value) {}

  Metrics() {
    for (Counter counter : Counter.values()) {
      counters.put(counter, new LongAdder());
    }
  }

  void count(Counter counter) {
    add(counter, 1);
  }

  void add(Counter counter, long amount) {
    counters.get(counter).add(amount);
  }

  /**
   * @param name in Prometheus's way, without the prefix of the product
   */
  Metrics gauge(String name, String help, LongSupplier value) {
    gauges.put(name, new Gauge(help, value));
    return this;
  }

  Route route() {
    return Route.of(
        Protocol.METRICS,
        Opening.READER,
        Map.of(
            "GET",
            exchange ->
                exchange.send(
                    200,
                    "text/plain; version=0.0.4; charset=utf-8",
                    text().getBytes(StandardCharsets.UTF_8))));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    counters.forEach(
        (counter, value) -> {
          String name = counter.name().toLowerCase(Locale.ROOT) + "_total";
          heading(text, name, "counter", counter.help);
          value(text, name, value.sum());
        });
    gauges.forEach(
        (name, gauge) -> {
          heading(text, name, "gauge", gauge.help);
          value(text, name, gauge.value.getAsLong());
        });
    return text.toString();
  }

  private static void heading(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }

  private static void value(StringBuilder text, String name, long value) {
    text.append(PREFIX).append(name).append(' ').append(value).append('\n');
  }
}
