// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreResolverTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10, 100);
  private static final FakeStore CUSTOMERS = new FakeStore("shop", "customers", 10, 100);
  private static final FakeStore NOTES = new FakeStore("notebook", "notes", 10, 100);
  private static final String OTHER = "http://localhost:4000";

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void saysWhatToDoWhenNoBrowserIsConnected() {
    Http.Answer answer = scan("shop", "orders");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("NO_CLIENTS");
    assertThat(answer.message()).contains(agent.agent().uri().toString(), "connect({ endpoint: '");
  }

  @Test
  void countsKnownClientsWhenNoneIsConnected() {
    agent.link("one", ORDERS).close();
    await().until(() -> scan("shop", "orders").message().contains("(1 known, all away)"));
  }

  @Test
  void namesTheNearestStoreAndWhatIsThere() {
    try (FakeBrowser browser = agent.link("one", ORDERS, CUSTOMERS, NOTES)) {
      Http.Answer answer = scan("shop", "order");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("STORE_NOT_FOUND");
      assertThat(answer.message())
          .contains(
              "Cannot read 'shop/order'",
              "no store 'order'",
              "(nearest: 'orders')",
              "client one of http://localhost:3000",
              "'notebook/notes', 'shop/customers', 'shop/orders'");
      assertThat(answer.json().at("/details/nearest").asText()).isEqualTo("orders");
      assertThat(answer.json().at("/details/stores")).hasSize(3);
      assertThat(answer.json().at("/details/clients/0/id").asText()).isEqualTo("one");
    }
  }

  @Test
  void namesTheNearestDatabase() {
    try (FakeBrowser browser = agent.link("one", ORDERS, NOTES)) {
      Http.Answer answer = scan("shpo", "orders");
      assertThat(answer.code()).isEqualTo("DATABASE_NOT_FOUND");
      assertThat(answer.message())
          .contains("no connected browser has a database 'shpo'", "(nearest: 'shop')");
    }
  }

  @Test
  void saysThatAStoreIsNotAllowedRatherThanThatAnotherClientLacksIt() {
    try (FakeBrowser one = agent.link("one", NOTES);
        FakeBrowser two =
            FakeBrowser.link(
                agent.agent().uri(),
                Setup.of("two"),
                (page, request) -> {
                  if (request.body() instanceof WorkerRequest.Plan) {
                    page.fail(request, ErrorCode.STORE_NOT_ALLOWED, "Cannot read: no. Allow it.");
                  } else {
                    page.answerHonestly(request);
                  }
                })) {
      Http.Answer answer = scan("shop", "orders");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("STORE_NOT_ALLOWED");
      assertThat(answer.message()).contains("does not allow this store", "SparkIndexedDB.allow(");
    }
  }

  @Test
  void namesTheNearestOrigin() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      Http.Answer answer = scan(target("shop", "orders").put("origin", "http://localhost:3001"));
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("ORIGIN_NOT_FOUND");
      assertThat(answer.message())
          .contains("of origin 'http://localhost:3001'", "(nearest: 'http://localhost:3000')");
    }
  }

  @Test
  void namesTheNearestClient() {
    try (FakeBrowser browser = agent.link("client-one", ORDERS)) {
      Http.Answer answer = scan(target("shop", "orders").put("client", "client-two"));
      assertThat(answer.code()).isEqualTo("CLIENT_NOT_FOUND");
      assertThat(answer.message()).contains("'client-two' is unknown", "Connected: 'client-one'");
    }
  }

  @Test
  void refusesAStoreOnTwoOriginsUnlessOneIsNamed() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = link(Setup.of("two", ORDERS).withOrigin(OTHER))) {
      Http.Answer answer = scan("shop", "orders");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("AMBIGUOUS_ORIGIN");
      assertThat(answer.message()).contains("'http://localhost:3000', 'http://localhost:4000'");
      assertThat(answer.json().at("/details/origins")).hasSize(2);

      JsonNode named = scan(target("shop", "orders").put("origin", OTHER)).json();
      assertThat(named.path("clients").findValuesAsText("id")).containsExactly("two");
      JsonNode client = scan(target("shop", "orders").put("client", "one")).json();
      assertThat(client.path("clients").findValuesAsText("id")).containsExactly("one");
    }
  }

  @Test
  void refusesAClientIdThatIsOnTwoOrigins() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser twin = link(Setup.of("one", ORDERS).withOrigin(OTHER))) {
      Http.Answer answer = scan(target("shop", "orders").put("client", "one"));
      assertThat(answer.code()).isEqualTo("AMBIGUOUS_ORIGIN");
    }
  }

  @Test
  void readsOnlyTheOriginThatHasTheStore() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", CUSTOMERS);
        FakeBrowser three = link(Setup.of("three", NOTES).withOrigin(OTHER))) {
      JsonNode scan = scan("shop", "orders").json();
      assertThat(scan.path("clients").findValuesAsText("id")).containsExactly("one");
      assertThat(scan.path("without").findValuesAsText("id")).containsExactly("two");
      assertThat(scan.path("away")).isEmpty();
      assertThat(scan.at("/clients/0/records").asLong()).isEqualTo(10);
      assertThat(scan.at("/clients/0/keyPath").asText()).isEqualTo("id");
      assertThat(scan.at("/clients/0/first/number").asLong()).isZero();
      assertThat(scan.at("/clients/0/last/number").asLong()).isEqualTo(9);
    }
  }

  @Test
  void namesKnownClientsThatAreAwayAndMayHaveTheStore() {
    FakeBrowser gone = agent.link("gone", ORDERS);
    FakeBrowser elsewhere = agent.link("elsewhere", NOTES);
    await().until(() -> known().findValues("databases").stream().allMatch(d -> d.size() == 1));
    gone.close();
    elsewhere.close();
    try (FakeBrowser one = agent.link("one", ORDERS)) {
      await()
          .until(
              () -> !known().findValuesAsText("connected").equals(List.of("true", "true", "true")));
      await()
          .untilAsserted(
              () ->
                  assertThat(scan("shop", "orders").json().path("away").findValuesAsText("id"))
                      .containsExactly("gone"));
    }
  }

  @Test
  void countsAClientInThatIsReloadedWhileItIsPlanned() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", ORDERS)) {
      atPlan(
          two,
          page -> {
            page.cut();
            agent.link("two", ORDERS);
          });
      JsonNode scan = scan("shop", "orders").json();
      assertThat(scan.path("clients").findValuesAsText("id")).containsExactly("one", "two");
      assertThat(scan.path("away")).isEmpty();
    }
  }

  @Test
  void goesOnWithoutAClientThatIsClosedWhileItIsPlanned() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", ORDERS)) {
      atPlan(two, FakeBrowser::cut);
      CompletableFuture<JsonNode> scan =
          CompletableFuture.supplyAsync(() -> scan("shop", "orders").json());
      await()
          .untilAsserted(
              () -> {
                agent.scheduler().pass(Duration.ofSeconds(1));
                assertThat(scan).isDone();
              });
      assertThat(scan.join().path("clients").findValuesAsText("id")).containsExactly("one");
      assertThat(scan.join().path("away").findValuesAsText("id")).containsExactly("two");
    }
  }

  @Test
  void failsWhenAConnectedClientCannotBePlanned() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", ORDERS)) {
      two.behave(
          (page, request) ->
              page.fail(request, ErrorCode.WORKER_FAILED, "Cannot plan: it broke. Look."));
      Http.Answer answer = scan("shop", "orders");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.code()).isEqualTo("WORKER_FAILED");
    }
  }

  @Test
  void showsDatabasesOfAllClientsAskedAfresh() {
    try (FakeBrowser one = agent.link("one", ORDERS, NOTES);
        FakeBrowser two = agent.link("two", ORDERS)) {
      JsonNode databases = agent.http().get("/v1/databases").json().path("databases");
      assertThat(databases.findValuesAsText("origin"))
          .containsExactly(FakeBrowser.ORIGIN, FakeBrowser.ORIGIN);
      JsonNode orders = databases.at("/1/stores/0");
      assertThat(orders.path("name").asText()).isEqualTo("orders");
      assertThat(orders.path("records").asLong()).isEqualTo(20);
      assertThat(orders.path("clients")).hasSize(2);
      assertThat(orders.path("keyPath").asText()).isEqualTo("id");
    }
  }

  @Test
  void showsWhatASilentClientSaidLast() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      await().until(() -> known().at("/0/databases").size() == 1);
      browser.behave((page, request) -> {});
      int before = browser.requests().size();
      CompletableFuture<JsonNode> databases =
          CompletableFuture.supplyAsync(() -> agent.http().get("/v1/databases").json());
      await().until(() -> browser.requests().size() > before);
      agent.scheduler().pass(Duration.ofSeconds(10));
      assertThat(databases.join().at("/databases/0/stores/0/name").asText()).isEqualTo("orders");
    }
  }

  private static void atPlan(FakeBrowser browser, Consumer<FakeBrowser> step) {
    browser.behave(
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.Plan) {
            step.accept(page);
          } else {
            page.answerHonestly(request);
          }
        });
  }

  private FakeBrowser link(Setup setup) {
    return FakeBrowser.link(agent.agent().uri(), setup);
  }

  private Http.Answer scan(String database, String store) {
    return scan(target(database, store));
  }

  private Http.Answer scan(ObjectNode body) {
    return agent.http().post("/v1/scans", body);
  }

  private static ObjectNode target(String database, String store) {
    return Http.scan(database, store);
  }

  private JsonNode known() {
    return agent.http().get("/v1/clients").json().path("clients");
  }
}
