// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who may link, who may read, and what they are told otherwise. */
class AccessIT {
  private static final String READER = "reader-secret-1";
  private static final String BROWSER = "browser-secret-2";

  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop").store("orders", "{ keyPath: 'id' }").record("{ id: 1 }");

  @AutoClose
  private final Agent agent =
      Agent.start(AgentOptions.DEFAULT.withPort(0).withToken(READER).withBrowserToken(BROWSER));

  private final String endpoint = agent.uri().toString();

  @Test
  void opensDataToTheReaderTokenOnly() {
    try (LinkedApp app =
        LinkedApp.open(
            TestApp.start().linksTo(endpoint, BROWSER).allows("{ shop: ['orders'] }"),
            List.of(SHOP))) {
      app.awaitState("linked");
      assertThat(read().option("token", READER).load("shop/orders").count()).isEqualTo(1);
      assertThat(
              read()
                  .option("token", READER)
                  .option("endpoint", "http://localhost:" + agent.uri().getPort() + "/")
                  .load("shop/orders")
                  .count())
          .as("by another of its names")
          .isEqualTo(1);
      assertRefused(ErrorCode.TOKEN_MISSING, () -> read().load("shop/orders"))
          .contains("it came without a token", "'--token'", "option 'token'");
      assertRefused(
              ErrorCode.TOKEN_WRONG, () -> read().option("token", "guess").load("shop/orders"))
          .contains("its token is not the agent's reader token", "'--token'", "option 'token'")
          .doesNotContain("guess");
      assertRefused(
              ErrorCode.TOKEN_WRONG_KIND, () -> read().option("token", BROWSER).load("shop/orders"))
          .contains("its token is of the other kind", "'--token'", "option 'token'")
          .doesNotContain(BROWSER);
    }
  }

  @Test
  void linksPagesWithTheBrowserTokenOnly() {
    assertLinkRefused(TestApp.start().linksTo(endpoint), ErrorCode.TOKEN_MISSING);
    assertLinkRefused(TestApp.start().linksTo(endpoint, "guess"), ErrorCode.TOKEN_WRONG);
    assertLinkRefused(TestApp.start().linksTo(endpoint, READER), ErrorCode.TOKEN_WRONG_KIND);
    assertRefused(ErrorCode.NO_CLIENTS, () -> read().option("token", READER).load("shop/orders"));
  }

  @Test
  void refusesPagesOfForeignOrigins() {
    try (Agent choosy =
        Agent.start(
            AgentOptions.DEFAULT.withPort(0).withAllowedOrigins(List.of("https://shop.example")))) {
      assertLinkRefused(TestApp.start().linksTo(choosy.uri().toString()), ErrorCode.ORIGIN_REFUSED);
    }
  }

  @Test
  void letsNoPageReadData() {
    try (TestApp app = TestApp.start();
        LinkedApp page = LinkedApp.open(app.linksTo(endpoint, BROWSER), List.of())) {
      assertThatThrownBy(
              () ->
                  page.tab()
                      .evaluate(
                          "await fetch('%s/v1/clients', { headers: { Authorization: 'Bearer %s' } })"
                              .formatted(endpoint, READER)))
          .hasMessageContaining("Failed to fetch");
    }
  }

  @Test
  void refusesTokensInAddresses() {
    for (String address :
        List.of(
            endpoint + "?token=" + READER,
            endpoint.replace("//", "//user:" + READER + "@"),
            endpoint + "#" + READER)) {
      assertRefused(
              ErrorCode.TOKEN_IN_URL,
              () ->
                  TestSpark.spark()
                      .read()
                      .format("indexeddb")
                      .option("endpoint", address)
                      .load("shop/orders"))
          .contains("'endpoint'", "option 'token'")
          .doesNotContain(READER);
    }
    assertThat(RawHttp.get(agent.uri(), "/v1/clients?token=" + READER))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"code\":\"TOKEN_IN_URL\"", "Authorization")
        .doesNotContain(READER);
  }

  @Test
  void refusesTokensInTheAddressOfALink() {
    try (TestApp app = TestApp.start()) {
      Tab tab = LinkedApp.open(app.linksTo(endpoint, BROWSER), List.of()).tab();
      assertThatThrownBy(
              () ->
                  tab.evaluate(
                      "await (await import('/spark-indexeddb/page-link.js')).connect({ endpoint: '%s?token=%s' })"
                          .formatted(endpoint, "guess-3")))
          .hasMessageContaining("Cannot link this page: ")
          .hasMessageContaining("Use the option 'token'");
    }
  }

  @Test
  void refusesForeignHostNames() {
    assertThat(
            RawHttp.get(
                agent.uri(),
                "/v1/clients",
                "Host: evil.example",
                "Authorization: Bearer " + READER))
        .startsWith("HTTP/1.1 403 ")
        .contains("\"code\":\"HOST_REFUSED\"", "evil.example", "--allow-host");
    assertThat(
            RawHttp.get(
                agent.uri(),
                "/v1/clients",
                "Host: localhost:" + agent.uri().getPort(),
                "Authorization: Bearer " + READER))
        .startsWith("HTTP/1.1 200 ");
  }

  private void assertLinkRefused(TestApp app, ErrorCode code) {
    try (LinkedApp linked = LinkedApp.open(app.allows("{ shop: ['orders'] }"), List.of(SHOP))) {
      linked.awaitState("refused");
      assertThat(linked.tab().evaluate("window.link.status.code").asText()).isEqualTo(code.name());
      assertThat(linked.tab().evaluate("window.link.status.message").asText())
          .contains("The agent refused the link: " + code, "connector-docs/errors.md");
    }
  }

  private DataFrameReader read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", endpoint)
        .option("waitForClients", "300ms");
  }
}
