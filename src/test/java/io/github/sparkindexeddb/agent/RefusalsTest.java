// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.testing.RawHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a stranger knocks, a minute of it is so many lines in the log. */
class RefusalsTest {
  private static final int MAX_LINES = 100;
  private static final int ROUNDS = 30;

  private final HttpClient http = HttpClient.newHttpClient();
  private TestAgent agent;
  private URI uri;

  @BeforeEach
  void start() {
    agent = TestAgent.start(options -> options.withToken("reader").withBrowserToken("browser"));
    uri = agent.agent().uri();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void requestsOfAnyKindAreLoggedAHundredTimesAMinute() {
    List<Runnable> knocks =
        List.of(
            () -> RawHttp.get(uri, "/v1/clients"),
            () -> RawHttp.get(uri, "/v1/clients", "Authorization: Bearer guess"),
            () -> RawHttp.get(uri, "/v1/clients", "Authorization: Bearer browser"),
            () -> RawHttp.get(uri, "/v1/clients", "Host: evil.example"),
            () -> RawHttp.get(uri, "/v1/clients", "Origin: https://evil.example"),
            () -> RawHttp.get(uri, "/v1/clients", "Sec-Fetch-Site: cross-site"),
            () -> RawHttp.get(uri, "/v1/clients?token=reader"),
            () -> RawHttp.get(uri, "/v1/none"),
            () -> RawHttp.get(uri, "/v1/../health"),
            () -> RawHttp.send(uri, "PUT /v1/clients HTTP/1.1", "Authorization: Bearer reader"),
            () -> RawHttp.get(uri, "/v1/health", "Spark-IndexedDB-Protocol: 99"),
            () -> RawHttp.get(uri, "/v1/records?store=a", "Authorization: Bearer reader"),
            () -> RawHttp.get(uri, "/v1/scans/none", "Authorization: Bearer reader"),
            () -> RawHttp.get(uri, "/v1/connect", "Origin: https://evil.example"),
            () -> RawHttp.exchange(uri, "no HTTP at all\r\n\r\n"));
    try (LogCapture log = LogCapture.start()) {
      for (int round = 0; round < ROUNDS; round++) {
        knocks.forEach(Runnable::run);
      }
      assertThat(visible(log)).as("lines of %s", ROUNDS * knocks.size()).hasSize(MAX_LINES);
      assertThat(visible(log)).allMatch(line -> line.startsWith("INFO refused "));
    }
  }

  @Test
  void pagesOfAnyKindAreLoggedAHundredTimesAMinute() {
    List<Runnable> knocks =
        List.of(
            () -> knock(Setup.of("one")),
            () -> knock(Setup.of("one").withToken("guess")),
            () -> knock(Setup.of("one").withToken("reader")),
            () -> knock(Setup.of("no client id").withToken("browser")),
            () -> knock(Setup.of("one").withToken("browser").silent(), "no JSON"),
            () -> knock(Setup.of("one").withToken("browser").silent(), "{\"type\":\"pong\"}"));
    try (LogCapture log = LogCapture.start()) {
      for (int round = 0; round < ROUNDS; round++) {
        knocks.forEach(Runnable::run);
      }
      assertThat(visible(log)).as("lines of %s", ROUNDS * knocks.size()).hasSize(MAX_LINES);
      assertThat(visible(log)).allMatch(line -> line.startsWith("INFO refused page of "));
    }
  }

  /** What an agent writes to its log by itself: it leaves out what only who debugs it asks for. */
  private static List<String> visible(LogCapture log) {
    return log.lines().stream().filter(line -> !line.startsWith("DEBUG")).toList();
  }

  private void knock(Setup setup, String... texts) {
    FakeBrowser page = FakeBrowser.open(uri, setup, http, (any, request) -> {});
    for (String text : texts) {
      page.text(text);
    }
    assertThat(page.closed()).succeedsWithin(10, TimeUnit.SECONDS);
    page.cut();
  }
}
