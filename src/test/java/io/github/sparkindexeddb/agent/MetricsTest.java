// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MetricsTest {
  private static final String PREFIX = "spark_indexeddb_agent_";

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void namesEveryMetricInPrometheusText() {
    agent.http().get("/v1/none");
    Http.Answer answer = agent.http().get("/metrics");
    assertThat(answer.headers().get("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(lines(answer))
        .contains(
            "# TYPE " + PREFIX + "connections gauge",
            "# TYPE " + PREFIX + "connections_limit gauge",
            "# TYPE " + PREFIX + "clients_connected gauge",
            "# TYPE " + PREFIX + "clients_known gauge",
            "# TYPE " + PREFIX + "scans gauge",
            "# TYPE " + PREFIX + "spool_bytes gauge",
            "# TYPE " + PREFIX + "spool_limit_bytes gauge",
            "# TYPE " + PREFIX + "bytes_received_total counter",
            "# TYPE " + PREFIX + "bytes_sent_total counter",
            "# TYPE " + PREFIX + "batches_total counter",
            "# TYPE " + PREFIX + "scans_created_total counter",
            "# TYPE " + PREFIX + "scans_expired_total counter",
            "# TYPE " + PREFIX + "splits_sealed_total counter",
            "# TYPE " + PREFIX + "splits_failed_total counter",
            "# TYPE " + PREFIX + "links_accepted_total counter",
            "# TYPE " + PREFIX + "links_refused_total counter",
            "# TYPE " + PREFIX + "requests_refused_total counter",
            "# TYPE " + PREFIX + "connections_timed_out_total counter",
            "# TYPE " + PREFIX + "connections_refused_total counter",
            PREFIX + "requests_refused_total 1.0");
  }

  /** Name and help of every metric stand in the agent's page, and no other does. */
  @Test
  void isDocumented() throws IOException {
    Pattern row = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([^|]+) \\|$");
    Map<String, String> documented = new TreeMap<>();
    row.matcher(Files.readString(Path.of("connector-docs/agent.md")))
        .results()
        .forEach(each -> documented.put(each.group(1), each.group(2).toLowerCase(Locale.ROOT)));
    Map<String, String> exported = new TreeMap<>();
    Pattern.compile("(?m)^# HELP " + PREFIX + "(\\w+) (.+)\\.$")
        .matcher(agent.http().get("/metrics").text())
        .results()
        .forEach(each -> exported.put(each.group(1), each.group(2).toLowerCase(Locale.ROOT)));
    assertThat(documented).isEqualTo(exported);
  }

  @Test
  void answersInOpenMetricsWhereThatIsRequested() {
    Http.Answer answer =
        agent
            .http()
            .send(
                "/metrics",
                request -> request.header("Accept", "application/openmetrics-text; version=1.0.0"));
    assertThat(answer.headers().get("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(lines(answer))
        .contains("# TYPE " + PREFIX + "batches counter", PREFIX + "batches_total 0.0")
        .endsWith("# EOF");
  }

  private static String[] lines(Http.Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8).split("\n");
  }
}
