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
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that fail, fall silent or have a database that cannot be read. */
class OddClientsTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10, 100);
  private static final FakeStore CUSTOMERS = new FakeStore("shop", "customers", 10, 100);
  private static final FakeStore NOTES = new FakeStore("notebook", "notes", 10, 100);
  private static final String OTHER = "http://localhost:4000";

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void aClientOfAnotherAppThatFailsTakesNoPart() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = link(Setup.of("two", NOTES).withOrigin(OTHER))) {
      failsPlans(two);
      Http.Answer answer = scan("shop", "orders");
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json().path("clients").findValuesAsText("id")).containsExactly("one");
      assertThat(answer.json().path("away")).isEmpty();
    }
  }

  @Test
  void aClientOfAnotherAppThatIsSilentIsWaitedForTenSeconds() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = link(Setup.of("two", NOTES).withOrigin(OTHER))) {
      two.behave((page, request) -> {});
      CompletableFuture<Http.Answer> answer =
          CompletableFuture.supplyAsync(() -> scan("shop", "orders"));
      awaitPlans(one, two);
      agent.scheduler().pass(Duration.ofSeconds(9));
      assertThat(answer).isNotDone();
      agent.scheduler().pass(Duration.ofSeconds(1));
      assertThat(answer.join().status()).as(answer.join().text()).isEqualTo(200);
    }
  }

  @Test
  void aClientOfTheSameAppIsWaitedForAndNamedWhenItFails() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", NOTES)) {
      two.behave((page, request) -> {});
      CompletableFuture<Http.Answer> answer =
          CompletableFuture.supplyAsync(() -> scan("shop", "orders"));
      awaitPlans(one, two);
      agent.scheduler().pass(Duration.ofSeconds(15));
      assertThat(answer).isNotDone();
      two.requests().stream()
          .filter(request -> request.body() instanceof WorkerRequest.Plan)
          .forEach(
              request ->
                  two.fail(request, ErrorCode.WORKER_SILENT, "Cannot plan: it is silent. Look."));
      assertThat(answer.join().code()).isEqualTo("WORKER_SILENT");
      assertThat(answer.join().message())
          .isEqualTo(
              "Cannot plan: it is silent. Look. This is of client two of http://localhost:3000.");
      assertThat(answer.join().json().at("/details/id").asText()).isEqualTo("two");
    }
  }

  @Test
  void aClientOfAnotherAppThatFailsAndIsKnownToHaveTheStoreMakesItAmbiguous() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = link(Setup.of("two", ORDERS).withOrigin(OTHER))) {
      awaitCatalogs(2);
      failsPlans(two);
      assertThat(scan("shop", "orders").code()).isEqualTo("AMBIGUOUS_ORIGIN");
      ObjectNode named = Http.scan("shop", "orders").put("origin", FakeBrowser.ORIGIN);
      assertThat(agent.http().post("/v1/scans", named).status()).isEqualTo(200);
    }
  }

  @Test
  void theFailureOfAClientThatMayHaveTheStoreTellsMoreThanThatOthersLackIt() {
    try (FakeBrowser one = agent.link("one", NOTES);
        FakeBrowser two = link(Setup.of("two", ORDERS).withOrigin(OTHER))) {
      awaitCatalogs(2);
      failsPlans(one);
      failsPlans(two);
      assertThat(scan("shop", "orders").message()).contains("client two of " + OTHER);
      two.behave(FakeBrowser::answerHonestly);
      assertThat(scan("shop", "letters").code()).isEqualTo("STORE_NOT_FOUND");
    }
  }

  @Test
  void aDatabaseThatCannotBeReadHidesNoneOfTheOthersAndIsTold() {
    try (FakeBrowser one = agent.link("one", ORDERS, NOTES)) {
      awaitCatalogs(1);
      Catalog.Failure failure =
          new Catalog.Failure("shop", "DATABASE_BUSY", "Cannot read database 'shop': no. Wait.");
      one.behave(
          (page, request) ->
              page.result(request, new Catalog(List.of(NOTES.catalog()), List.of(failure)).json()));
      JsonNode listed = agent.http().get("/v1/databases").json();
      assertThat(listed.path("databases").findValuesAsText("version")).hasSize(2);
      assertThat(listed.at("/databases/1/stores/0/name").asText())
          .as("what was last known of it")
          .isEqualTo("orders");
      assertThat(listed.path("failures")).hasSize(1);
      assertThat(listed.at("/failures/0"))
          .hasToString(
              "{\"id\":\"one\",\"origin\":\"http://localhost:3000\",\"database\":\"shop\","
                  + "\"code\":\"DATABASE_BUSY\","
                  + "\"message\":\"Cannot read database 'shop': no. Wait.\"}");
    }
  }

  @Test
  void aDatabaseOfAnotherAppThatIsBlockedLeavesAReadOfItsNameAlone() {
    FakeBrowser.Behaviour blocked = blocked();
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two =
            FakeBrowser.link(agent.agent().uri(), Setup.of("two").withOrigin(OTHER), blocked);
        FakeBrowser three = link(Setup.of("three", CUSTOMERS).withOrigin(OTHER))) {
      awaitCatalogs(2);
      three.behave(blocked);
      await().until(() -> agent.http().get("/v1/databases").json().path("failures").size() == 2);
      Http.Answer answer = passing(() -> scan("shop", "orders"));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json().path("clients").findValuesAsText("id")).containsExactly("one");
    }
  }

  @Test
  void aDatabaseThatIsBlockedFailsAReadOfItsOwnApp() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", CUSTOMERS)) {
      awaitCatalogs(2);
      two.behave(blocked());
      assertThat(passing(() -> scan("shop", "orders")).code()).isEqualTo("DATABASE_BUSY");
      assertThat(passing(() -> scan("shop", "letters")).code())
          .as("it may be about to make the store")
          .isEqualTo("DATABASE_BUSY");
    }
  }

  @Test
  void aPlanOfABusyDatabaseIsTriedTwice() {
    try (FakeBrowser one = FakeBrowser.link(agent.agent().uri(), Setup.of("one"), blocked())) {
      assertThat(passing(() -> scan("shop", "orders")).code()).isEqualTo("DATABASE_BUSY");
      assertThat(one.requests(WorkerRequest.Plan.class)).hasSize(2);
    }
  }

  @Test
  void aClientOfAnotherAppThatWasSilentIsNotWaitedForAgainUntilItAnswers() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = link(Setup.of("two", NOTES).withOrigin(OTHER))) {
      awaitCatalogs(2);
      two.behave((page, request) -> {});
      CompletableFuture<Http.Answer> first =
          CompletableFuture.supplyAsync(() -> scan("shop", "orders"));
      awaitPlans(one, two);
      agent.scheduler().pass(Duration.ofSeconds(10));
      assertThat(first.join().status()).isEqualTo(200);

      assertThat(scan("shop", "orders").status()).as("no time passes").isEqualTo(200);
      assertThat(agent.http().get("/v1/databases").json().at("/failures/0/message").asText())
          .contains("client two of " + OTHER, "it has not answered for 10 s");

      two.answerHonestly(two.requests().get(two.requests().size() - 1));
      await().until(() -> agent.http().get("/v1/clients").json().toString().contains("notebook"));
      CompletableFuture<Http.Answer> after =
          CompletableFuture.supplyAsync(() -> scan("shop", "orders"));
      await().until(() -> two.requests(WorkerRequest.Plan.class).size() == 3);
      agent.scheduler().pass(Duration.ofSeconds(9));
      assertThat(after).as("it has answered meanwhile").isNotDone();
      agent.scheduler().pass(Duration.ofSeconds(1));
      assertThat(after.join().status()).isEqualTo(200);
    }
  }

  @Test
  void aMistypedNameIsToldThoughAClientOfWhichNothingIsKnownIsSilent() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two =
            FakeBrowser.link(
                agent.agent().uri(), Setup.of("two").withOrigin(OTHER), (page, request) -> {})) {
      CompletableFuture<Http.Answer> answer =
          CompletableFuture.supplyAsync(() -> scan("shop", "ordres"));
      awaitPlans(one, two);
      agent.scheduler().pass(Duration.ofSeconds(9));
      assertThat(answer).isNotDone();
      agent.scheduler().pass(Duration.ofSeconds(1));
      assertThat(answer.join().code())
          .as("it may have it: no agent may be left out for it")
          .isEqualTo("WORKER_SILENT");
      assertThat(answer.join().message())
          .startsWith(
              "Cannot read from client two of http://localhost:4000: it has not answered for 10 s.")
          .contains("(nearest: 'orders')");
      assertThat(answer.join().json().at("/details/nearest").asText()).isEqualTo("orders");
      assertThat(answer.join().json().at("/details/id").asText()).isEqualTo("two");
    }
  }

  @Test
  void aClientOfWhichNothingIsKnownIsWaitedForWhileNobodyElseAnswers() {
    try (FakeBrowser one =
        FakeBrowser.link(agent.agent().uri(), Setup.of("one", ORDERS), (page, request) -> {})) {
      CompletableFuture<Http.Answer> answer =
          CompletableFuture.supplyAsync(() -> scan("shop", "orders"));
      awaitPlans(one);
      agent.scheduler().pass(Duration.ofSeconds(15));
      assertThat(answer).isNotDone();
      one.requests().forEach(one::answerHonestly);
      assertThat(answer.join().status()).isEqualTo(200);
    }
  }

  @Test
  void aListingTellsWhichClientDidNotAnswer() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", NOTES)) {
      awaitCatalogs(2);
      two.behave(
          (page, request) ->
              page.fail(request, ErrorCode.WORKER_FAILED, "Cannot list: it broke. Look."));
      JsonNode listed = agent.http().get("/v1/databases").json();
      assertThat(listed.path("databases")).hasSize(2);
      assertThat(listed.at("/failures/0/id").asText()).isEqualTo("two");
      assertThat(listed.at("/failures/0/message").asText())
          .isEqualTo("Cannot list: it broke. Look.");
      assertThat(listed.at("/failures/0").has("database")).isFalse();
    }
  }

  /** As a worker whose database another tab holds. */
  private static FakeBrowser.Behaviour blocked() {
    String why = "Cannot read database 'shop': no. Wait.";
    Catalog.Failure failure = new Catalog.Failure("shop", "DATABASE_BUSY", why);
    return (page, request) -> {
      if (request.body() instanceof WorkerRequest.ListStores) {
        page.result(request, new Catalog(List.of(), List.of(failure)).json());
      } else {
        page.fail(request, ErrorCode.DATABASE_BUSY, why);
      }
    };
  }

  /** Returns the answer while time passes. */
  private Http.Answer passing(Supplier<Http.Answer> question) {
    CompletableFuture<Http.Answer> answer = CompletableFuture.supplyAsync(question);
    await()
        .untilAsserted(
            () -> {
              agent.scheduler().pass(Duration.ofSeconds(1));
              assertThat(answer).isCompleted();
            });
    return answer.join();
  }

  private static void failsPlans(FakeBrowser browser) {
    browser.behave(
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.Plan) {
            page.fail(request, ErrorCode.WORKER_SILENT, "Cannot plan: it is silent. Look.");
          } else {
            page.answerHonestly(request);
          }
        });
  }

  private static void awaitPlans(FakeBrowser... browsers) {
    for (FakeBrowser browser : browsers) {
      await().until(() -> browser.requests(WorkerRequest.Plan.class).size() == 1);
    }
  }

  private void awaitCatalogs(int clients) {
    await()
        .until(
            () ->
                agent.http().get("/v1/clients").json().findValues("databases").stream()
                        .filter(databases -> !databases.isEmpty())
                        .count()
                    == clients);
  }

  private FakeBrowser link(Setup setup) {
    return FakeBrowser.link(agent.agent().uri(), setup);
  }

  private Http.Answer scan(String database, String store) {
    return agent.http().post("/v1/scans", Http.scan(database, store));
  }
}
