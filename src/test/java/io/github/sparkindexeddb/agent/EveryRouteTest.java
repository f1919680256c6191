// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.RawHttp;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no origin, host or framing of a request opens, on no route at all. */
class EveryRouteTest {
  private static final String ALLOWED = "https://app.example";

  private static final List<String> ROUTES =
      List.of(
          "/",
          "/metrics",
          "/spark-indexeddb/export-worker.js",
          "/spark-indexeddb/page-link.js",
          "/v1/clients",
          "/v1/databases",
          "/v1/health",
          "/v1/none",
          "/v1/records?database=a&store=b",
          "/v1/scans",
          "/v1/scans/x",
          "/v1/scans/x/splits/0",
          "/v1/summaries");

  @RegisterExtension
  private final TestAgent agent =
      TestAgent.start(options -> options.withAllowedOrigins(List.of(ALLOWED)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://app.example",
        "https://app.example.",
        "https://app.example.evil",
        "https://app.example:8443",
        "https://app.example@evil.test",
        "https://app.examplf",
        "https://App.Example",
        "HTTPS://app.example",
        "https://app.example/",
        "https://app.example/path",
        "https://app.example?",
        "https://app.example#",
        "https://app.example%00.evil.test",
        "https://app.example, https://evil.test",
        "https://app.example https://evil.test",
        "https://evil.test",
        "https://evilapp.example",
        "https://evil.app.example",
        "https://user@app.example",
        "https://app%2eexample",
        "https://app\u3002example",
        "https://xn--app-.example",
        "//app.example",
        "app.example",
        "https:app.example",
        "https:///app.example",
        "https://",
        "file://",
        "data:text/html,x",
        "blob:https://app.example/1",
        "about:blank",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "http://localhost:3000",
        "http://127.0.0.1:3000",
        "http://localhost.evil.test",
        "http://127.0.0.1.evil.test",
        "http://[::1].evil.test",
        "http://2130706433",
        "https://*"
      })
  void isClosedToEveryOriginThatIsNotListed(String origin) {
    for (String route : ROUTES) {
      assertThat(RawHttp.get(agent.agent().uri(), route, "Origin: " + origin))
          .as(route)
          .startsWith("HTTP/1.1 4")
          .containsAnyOf("ORIGIN_REFUSED", "BAD_REQUEST")
          .doesNotContain("Access-Control-Allow-Origin");
    }
    assertThat(
            RawHttp.get(
                agent.agent().uri(),
                "/v1/connect",
                "Origin: " + origin,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="))
        .as("a link is told why in its first and last frame")
        .matches("(?s)HTTP/1.1 (101 .*(ORIGIN_REFUSED|BAD_REQUEST)|4.*)");
  }

  @Test
  void isOpenToTheOriginThatIsListed() {
    assertThat(RawHttp.get(agent.agent().uri(), "/v1/health", "Origin: " + ALLOWED))
        .startsWith("HTTP/1.1 200 ");
    FakeBrowser.Setup setup = FakeBrowser.Setup.of("one").withOrigin(ALLOWED);
    try (FakeBrowser page = FakeBrowser.link(agent.agent().uri(), setup)) {
      assertThat(page.closed()).isNotDone();
    }
    FakeBrowser.Setup foreign = FakeBrowser.Setup.of("one").withOrigin("https://evil.test");
    try (FakeBrowser page =
        FakeBrowser.open(
            agent.agent().uri(),
            foreign,
            HttpClient.newHttpClient(),
            FakeBrowser::answerHonestly)) {
      assertThat(page.closed().join()).isEqualTo(new Closed(4403, "ORIGIN_REFUSED"));
    }
  }

  @Test
  void isClosedToForeignHostsWhateverIsAsked() {
    for (String route : ROUTES) {
      assertThat(RawHttp.get(agent.agent().uri(), route, "Host: evil.test"))
          .as(route)
          .startsWith("HTTP/1.1 403 ")
          .contains("HOST_REFUSED");
    }
  }

  /** What two servers in a row could take for a different number of requests. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 38\r\n\r\n",
        "Content-Length: 0, 38\r\n\r\n",
        "Content-Length: +0\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 0x0\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nz\r\n\r\n",
        "X: a\r\n folded: b\r\n\r\n",
        "X: a\rb\r\n\r\n",
        "X: a\0b\r\n\r\n",
        ": nameless\r\n\r\n",
        "no colon\r\n\r\n"
      })
  void answersNoSecondRequestBehindOneOfAmbiguousLength(String rest) {
    String hidden = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answers =
        RawHttp.exchange(
            agent.agent().uri(), "POST /v1/scans HTTP/1.1\r\nHost: localhost\r\n" + rest + hidden);
    assertThat(answers).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 200");
    assertThat(answers.split("HTTP/1\\.1 ", -1)).as(answers).hasSize(2);
  }
}
