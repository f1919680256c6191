// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counters and gauges of one agent, in Prometheus's text format, or in OpenMetrics where that is
 * requested. Thread-safe.
 */
public final class Metrics {
  private static final String PREFIX = "spark_indexeddb_agent_";

  /** Its own, not the process's: two agents may run in one process, with the same names. */
  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Map<Counter, io.prometheus.metrics.core.metrics.Counter> counters =
      new EnumMap<>(Counter.class);

  /** The values that only grow. */
  public enum Counter {
    BYTES_RECEIVED("Bytes of batches that browsers sent."),
    BYTES_SENT("Bytes of splits that readers were sent."),
    BATCHES("Whole batches that browsers sent."),
    SCANS_CREATED("Scans that were created."),
    SCANS_EXPIRED("Scans that nobody read any more."),
    SPLITS_SEALED("Splits that came to their end."),
    SPLITS_FAILED("Splits that failed."),
    LINKS_ACCEPTED("Page links that were taken in."),
    LINKS_REFUSED("Page links that were refused or closed for what they sent."),
    REQUESTS_REFUSED("HTTP requests that were refused."),
    CONNECTIONS_TIMED_OUT("Connections that were closed as no whole request came in time."),
    CONNECTIONS_REFUSED("Connections that were closed as there were too many.");

    private final String help;

    Counter(String help) {
      this.help = help;
    }
  }

  /** All values at one time, as text. */
  public record Scrape(String contentType, byte[] body) {}

  public Metrics() {
    for (Counter counter : Counter.values()) {
      counters.put(
          counter,
          io.prometheus.metrics.core.metrics.Counter.builder()
              .name(PREFIX + counter.name().toLowerCase(Locale.ROOT) + "_total")
              .help(counter.help)
              .withoutExemplars()
              .register(registry));
    }
  }

  public void increment(Counter counter) {
    add(counter, 1);
  }

  public void add(Counter counter, long amount) {
    counters.get(counter).inc(amount);
  }

  /**
   * Adds a value that is read whenever all are.
   *
   * @param name in Prometheus's way, without the prefix of the product
   */
  public Metrics gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsLong()))
        .register(registry);
    return this;
  }

  /**
   * Returns all values as of now.
   *
   * @param accept the media types that the scraper takes, as in HTTP's header; empty for any
   */
  public Scrape scrape(String accept) {
    ExpositionFormatWriter format = formats.findWriter(accept);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      format.write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Scrape(format.getContentType(), text.toByteArray());
  }
}
