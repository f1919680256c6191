// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Message;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageLinkTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 100, 100);

  private TestAgent agent;

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void showsLinkedClientsAndThoseAway() {
    start(options -> options);
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      await().until(() -> clients().at("/0/databases/0").asText().equals("shop"));
      JsonNode client = clients().path(0);
      assertThat(client.path("id").asText()).isEqualTo("one");
      assertThat(client.path("origin").asText()).isEqualTo(FakeBrowser.ORIGIN);
      assertThat(client.path("browser").asText()).isEqualTo("FakeBrowser/1.0");
      assertThat(client.path("connected").asBoolean()).isTrue();
      assertThat(client.path("since").asText()).isEqualTo("2026-11-22T17:00:00Z");
    }
    await().until(() -> !clients().at("/0/connected").asBoolean());
    assertThat(clients().at("/0/databases/0").asText()).isEqualTo("shop");
  }

  @Test
  void closesTheOlderOfTwoLinksOfOneClient() {
    start(options -> options);
    try (FakeBrowser older = agent.link("one", ORDERS);
        FakeBrowser newer = agent.link("one", ORDERS)) {
      assertClosed(older, 4409, "CLIENT_REPLACED");
      assertThat(clients()).hasSize(1);
      assertThat(clients().at("/0/connected").asBoolean()).isTrue();
      assertThat(newer.closed()).isNotDone();
    }
  }

  @Test
  void keepsClientsOfOneIdOnTwoOriginsApart() {
    start(options -> options);
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = link(Setup.of("one", ORDERS).withOrigin("http://localhost:4000"))) {
      assertThat(clients()).hasSize(2);
      assertThat(one.closed()).isNotDone();
      assertThat(two.closed()).isNotDone();
    }
  }

  @Test
  void closesAPageThatSendsNoHelloInTime() {
    start(options -> options);
    try (FakeBrowser browser = open(Setup.of("one").silent())) {
      await()
          .untilAsserted(
              () -> {
                agent.scheduler().pass(Duration.ofSeconds(5));
                assertThat(browser.closed()).isCompleted();
              });
      assertClosed(browser, 4408, "HELLO_TIMEOUT");
    }
  }

  @Test
  void closesAPageThatAnswersNoPings() {
    start(options -> options);
    try (FakeBrowser browser =
        FakeBrowser.link(agent.agent().uri(), Setup.of("one").deaf(), (page, request) -> {})) {
      agent.scheduler().pass(Duration.ofSeconds(31));
      assertClosed(browser, 4400, "CLIENT_LOST");
      await().until(() -> !clients().at("/0/connected").asBoolean());
    }
  }

  @Test
  void refusesUnknownProtocolVersion() {
    start(options -> options);
    try (FakeBrowser browser = open(Setup.of("one").silent())) {
      browser.send(new Message.Hello(2, Optional.empty(), new Message.Page("one", "b", "v")));
      assertClosed(browser, 4426, "PROTOCOL_VERSION");
      assertThat(clients()).isEmpty();
    }
  }

  @Test
  void refusesAPageWithoutTheBrowserToken() {
    start(options -> options.withToken("reader").withBrowserToken("browser"));
    assertRefused(Setup.of("one"), 4401, "TOKEN_MISSING");
    assertRefused(Setup.of("one").withToken("wrong"), 4401, "TOKEN_WRONG");
    assertRefused(Setup.of("one").withToken("reader"), 4403, "TOKEN_WRONG_KIND");
    try (FakeBrowser browser = link(Setup.of("one").withToken("browser"))) {
      assertThat(browser.closed()).isNotDone();
    }
  }

  @Test
  void refusesAReaderTokenInAPageEvenWhereNoneIsNeeded() {
    start(options -> options.withToken("reader"));
    assertRefused(Setup.of("one").withToken("reader"), 4403, "TOKEN_WRONG_KIND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example.evil",
        "https://evilshop.example",
        "https://shop.example:8443",
        "http://shop.example",
        "https://shop.example.",
        "https://SHOP.example",
        "http://localhost:3000",
        "null"
      })
  void refusesEveryOriginThatIsNotListed(String origin) {
    start(options -> options.withAllowedOrigins(List.of("https://shop.example")));
    assertRefused(Setup.of("one").withOrigin(origin), 4403, "ORIGIN_REFUSED");
  }

  @Test
  void linksAListedOrigin() {
    start(options -> options.withAllowedOrigins(List.of("https://shop.example")));
    try (FakeBrowser browser = link(Setup.of("one").withOrigin("https://shop.example"))) {
      assertThat(clients().at("/0/origin").asText()).isEqualTo("https://shop.example");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://shop.example", "http://localhost.evil", "http://127.0.0.1.evil", "null"})
  void linksOnlyThisMachineUnlessOriginsAreListed(String origin) {
    start(options -> options);
    assertRefused(Setup.of("one").withOrigin(origin), 4403, "ORIGIN_REFUSED");
    for (String own : List.of("http://127.0.0.1:1", "https://localhost", "http://[::1]:80")) {
      try (FakeBrowser browser = link(Setup.of("one").withOrigin(own))) {
        assertThat(browser.closed()).isNotDone();
      }
    }
  }

  @Test
  void refusesMoreThanFourKibibytesBeforeTheHello() {
    assertClosedAfter(page -> page.text("x".repeat(5000)), 4413, "FRAME_TOO_LARGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"type\":\"hi\"}",
        "{\"type\":\"hello\"}",
        "{\"type\":\"pong\"}",
        "{\"type\":\"hello\",\"type\":\"hello\"}"
      })
  void refusesGarbageInPlaceOfAHello(String text) {
    assertClosedAfter(page -> page.text(text), 4400, "BAD_MESSAGE");
  }

  @Test
  void refusesBytesBeforeTheHello() {
    assertClosedAfter(page -> page.frame(0, ByteBuffer.allocate(10)), 4400, "BAD_MESSAGE");
  }

  @Test
  void refusesClientIdsThatNoPageLinkMakes() {
    for (String id : List.of("", "a b", "a\nb", "é", "x".repeat(65))) {
      assertClosedAfter(
          page ->
              page.send(new Message.Hello(1, Optional.empty(), new Message.Page(id, "b", "0.1.0"))),
          4400,
          "BAD_MESSAGE");
      agent.close();
    }
  }

  @Test
  void closesALinkThatSendsGarbage() {
    assertLinkClosedAfter(page -> page.text("{\"type\":\"result\""), 4400, "BAD_MESSAGE");
    assertLinkClosedAfter(
        page -> page.send(new Message.Result(99, Json.object())), 4400, "BAD_MESSAGE");
    assertLinkClosedAfter(page -> page.frame(99, ByteBuffer.allocate(1)), 4400, "BAD_MESSAGE");
    assertLinkClosedAfter(page -> page.binary(ByteBuffer.allocate(4)), 4400, "BAD_MESSAGE");
    assertLinkClosedAfter(page -> page.binary(ByteBuffer.allocate(2)), 4400, "BAD_MESSAGE");
  }

  @Test
  void closesALinkThatSendsATextOfMoreThanEightMebibytes() {
    assertLinkClosedAfter(page -> page.text("x".repeat((8 << 20) + 1)), 4413, "FRAME_TOO_LARGE");
  }

  @Test
  void closesALinkWhoseResultDoesNotFitTheRequest() {
    start(options -> options);
    FakeBrowser.Behaviour nonsense =
        (page, request) -> page.result(request, Json.object().put("databases", 5));
    try (FakeBrowser browser = FakeBrowser.link(agent.agent().uri(), Setup.of("one"), nonsense)) {
      assertClosed(browser, 4400, "BAD_MESSAGE");
    }
  }

  @Test
  void agreesOnNoCompression() throws IOException {
    start(options -> options);
    try (Response upgrade =
        agent
            .http()
            .open(
                "/v1/connect",
                request ->
                    request
                        .header("Origin", "http://localhost")
                        .header("Connection", "Upgrade")
                        .header("Upgrade", "websocket")
                        .header("Sec-WebSocket-Version", "13")
                        .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")
                        .header("Sec-WebSocket-Extensions", "permessage-deflate"))) {
      assertThat(upgrade.code()).isEqualTo(101);
      assertThat(upgrade.header("Sec-WebSocket-Extensions")).isNull();
    }
  }

  @Test
  void tellsAPlainRequestWhatTheRouteIs() {
    start(options -> options);
    Http.Answer answer =
        agent.http().send("/v1/connect", request -> request.header("Origin", "http://localhost"));
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.message()).contains("WebSocket for page links");
  }

  @Test
  void tellsPagesThatTheAgentGoes() {
    start(options -> options);
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      agent.close();
      assertClosed(browser, 1001, "agent stops");
    }
  }

  private void start(UnaryOperator<AgentOptions> options) {
    agent = TestAgent.start(options);
  }

  private FakeBrowser link(Setup setup) {
    return FakeBrowser.link(agent.agent().uri(), setup);
  }

  private FakeBrowser open(Setup setup) {
    return FakeBrowser.open(
        agent.agent().uri(), setup, HttpClient.newHttpClient(), FakeBrowser::answerHonestly);
  }

  private JsonNode clients() {
    return agent
        .http()
        .send("/v1/clients", request -> request.header("Authorization", "Bearer reader"))
        .json()
        .path("clients");
  }

  private void assertRefused(Setup setup, int code, String reason) {
    try (FakeBrowser browser = open(setup)) {
      assertClosed(browser, code, reason);
      assertThat(clients()).isEmpty();
    }
  }

  private void assertClosedAfter(Consumer<FakeBrowser> action, int code, String reason) {
    start(options -> options);
    try (FakeBrowser browser = open(Setup.of("one").silent())) {
      action.accept(browser);
      assertClosed(browser, code, reason);
    }
  }

  private void assertLinkClosedAfter(Consumer<FakeBrowser> action, int code, String reason) {
    start(options -> options);
    try (FakeBrowser browser =
        FakeBrowser.link(
            agent.agent().uri(),
            Setup.of("one"),
            (page, request) -> {
              page.result(request, Catalog.EMPTY.json());
              action.accept(page);
            })) {
      assertClosed(browser, code, reason);
      await().until(() -> !clients().at("/0/connected").asBoolean());
    }
    agent.close();
  }

  private static void assertClosed(FakeBrowser browser, int code, String reason) {
    assertThat(browser.closed())
        .succeedsWithin(5, TimeUnit.SECONDS)
        .isEqualTo(new Closed(code, reason));
  }
}
