// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.DataFrameReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Browsers in odd states: what is wrong with one stays with it, and its reader is told soon. */
class OddBrowsersIT {
  /** Takes over at once and takes messages, as any service worker does. */
  private static final String FOREIGN =
      """
      self.addEventListener('install', () => self.skipWaiting());
      self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
      self.addEventListener('message', event => event.waitUntil(Promise.resolve()));
      """;

  private static final String OWN =
      "importScripts('/spark-indexeddb/export-worker.js');\nSparkIndexedDB.allow({ shop: ['orders'] });\n"
          + FOREIGN;

  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));

  @Test
  @Timeout(60)
  void aPageWhoseServiceWorkerHasNoExportWorkerIsNotLinkedAndHoldsUpNobody() {
    TestApp rolledOut = TestApp.start().linksTo(agent.uri().toString()).withWorker(FOREIGN);
    try (LinkedApp odd = LinkedApp.open(rolledOut, List.of(shop("drafts")))) {
      odd.tab().evaluate("await window.linked");
      awaitCode(odd.tab(), "WORKER_SILENT");
      assertThat(odd.tab().evaluate("window.link.status.state").asText()).isEqualTo("waiting");
      try (LinkedApp good = LinkedApp.start(agent.uri().toString(), shop("shop"))) {
        assertThat(clients()).hasSize(1);
        assertThat(read().load("shop/orders").count()).isEqualTo(3);
      }
      // What the message says: that it loads export-worker.js.
      replaceWorker(odd, OWN);
      odd.awaitState("linked");
    }
  }

  @Test
  @Timeout(90)
  void aServiceWorkerWithoutExportWorkerThatTakesOverIsToldWithinSeconds() {
    TestApp app = TestApp.start().linksTo(agent.uri().toString()).withWorker(OWN);
    try (LinkedApp odd = LinkedApp.open(app, List.of(shop("shop")))) {
      odd.awaitState("linked");
      assertThat(read().load("shop/orders").count()).isEqualTo(3);
      replaceWorker(odd, FOREIGN);
      long start = System.nanoTime();
      assertRefused(ErrorCode.WORKER_SILENT, () -> read().load("shop/orders").count())
          .contains("the app's service worker does not answer", odd.client(), odd.origin());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
      awaitCode(odd.tab(), "WORKER_SILENT");
      Awaitility.await("a client that is away")
          .atMost(10, TimeUnit.SECONDS)
          .until(() -> !clients().at("/0/connected").asBoolean());
      replaceWorker(odd, OWN);
      odd.tab().reload();
      odd.awaitState("linked");
      assertThat(read().load("shop/orders").count()).isEqualTo(3);
    }
  }

  @Test
  @Timeout(60)
  void aBrowserThatDoesNotListItsDatabasesIsReadAndHoldsUpNobody() {
    TestApp app =
        TestApp.start()
            .linksTo(agent.uri().toString())
            .withWorker("delete IDBFactory.prototype.databases;\n" + OWN);
    try (LinkedApp old = LinkedApp.open(app, List.of(shop("shop")));
        LinkedApp other = LinkedApp.start(agent.uri().toString(), shop("crm"))) {
      old.awaitState("linked");
      assertThat(read().load("shop/orders").count()).isEqualTo(3);
      assertThat(read().load("crm/orders").count()).isEqualTo(3);
      assertThat(listing().path("databases").findValuesAsText("version")).hasSize(2);
      assertThat(listing().has("failures")).isFalse();
      assertRefused(ErrorCode.DATABASE_NOT_FOUND, () -> read().load("shpo/orders"))
          .contains("(nearest: 'shop')");
    }
  }

  @Test
  @Timeout(60)
  void aDatabaseThatIsHeldHidesNoneOfTheOthersAndIsReadWhenTheOtherTabIsClosed() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop("shop"), shop("held"))) {
      Tab other = app.profile().open(app.app().seedPage());
      other.evaluate(
          """
          window.held = await new Promise(resolve => {
            const request = indexedDB.open('held');
            request.onsuccess = () => resolve(request.result);
          });
          0
          """);
      app.tab()
          .evaluate(
              """
              await new Promise(resolve => {
                const request = indexedDB.open('held', 2);
                request.onblocked = resolve;
                request.onsuccess = () => request.result.close();
              });
              0
              """);
      JsonNode listed = listing();
      assertThat(listed.at("/failures/0/database").asText()).isEqualTo("held");
      assertThat(listed.at("/failures/0/code").asText()).isEqualTo("DATABASE_BUSY");
      assertThat(listed.at("/failures/0/message").asText())
          .endsWith("Wait until it has, or close the app's other tabs, and run the read again.");
      assertThat(listed.path("databases").findValuesAsText("version")).hasSize(2);
      assertThat(read().load("shop/orders").count()).isEqualTo(3);
      other.close();
      assertThat(read().load("held/orders").count()).isEqualTo(3);
      assertThat(listing().has("failures")).isFalse();
    }
  }

  private static void replaceWorker(LinkedApp app, String script) {
    app.app().withWorker(script);
    app.tab()
        .evaluate(
            """
            {
              const registration = await navigator.serviceWorker.getRegistration();
              const former = registration.active;
              await registration.update();
              while (registration.active === former) await new Promise(r => setTimeout(r, 20));
            }
            0
            """);
  }

  private static void awaitCode(Tab tab, String code) {
    Awaitility.await("a link that tells " + code)
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> tab.evaluate("window.link.status.code ?? ''").asText(), code::equals);
  }

  private JsonNode clients() {
    return json("/v1/clients").path("clients");
  }

  private JsonNode listing() {
    return json("/v1/databases");
  }

  private JsonNode json(String path) {
    String answer = RawHttp.get(agent.uri(), path);
    return Json.parse(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  }

  private DataFrameReader read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("waitForClients", "300ms");
  }

  private static BrowserDatabase shop(String name) {
    return BrowserDatabase.named(name)
        .store("orders", "{ keyPath: 'id' }")
        .records("[{ id: 1 }, { id: 2 }, { id: 3 }]");
  }
}
