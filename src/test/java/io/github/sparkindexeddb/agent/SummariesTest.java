// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.value.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummariesTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10_000, 100);

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void mergesTheSamplesOfAllClients() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", ORDERS)) {
      JsonNode response = summary(request().put("sampleSize", 1000)).json();
      assertThat(response.at("/summary/records").asLong()).isEqualTo(2000);
      assertThat(response.at("/summary/root/kinds/integer").asLong()).isEqualTo(2000);
      assertThat(response.path("clients").findValuesAsText("id")).containsExactly("one", "two");
      assertThat(response.path("without")).isEmpty();
    }
  }

  @Test
  void samplesTheStartOfAHundredBlocks() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      summary(request().put("sampleSize", 1050));
      List<WorkerRequest.Summarize> asks =
          browser.requests(WorkerRequest.Summarize.class).stream()
              .filter(request -> request.position().after().isEmpty())
              .toList();
      assertThat(asks).hasSize(100);
      assertThat(asks.get(0).amount().limit()).isEqualTo(11);
      assertThat(asks.get(99).amount().limit()).isEqualTo(10);
      assertThat(asks.get(99).amount().ordinal()).isEqualTo(1040);
      assertThat(asks.get(1).position().range().lower()).contains(new Key.NumberKey(100));
    }
  }

  @Test
  void walksOverNoKeysToFindTheBlocksOfEvenOnes() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      assertThat(sampled(1050)).isEqualTo(1050);
      assertThat(browser.requests(WorkerRequest.Plan.class)).hasSize(1);
    }
  }

  @Test
  void findsTheBlocksByTheirRecordsIfTheKeysLieInHeaps() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Plan plan) {
              ObjectNode planned = ORDERS.plan(plan).json();
              planned.set("last", new Key.NumberKey(1e12).json());
              page.result(request, planned);
            } else {
              page.answerHonestly(request);
            }
          });
      assertThat(sampled(1000)).isEqualTo(1000);
      assertThat(browser.requests(WorkerRequest.Plan.class)).hasSize(2);
      List<WorkerRequest.Summarize> asks = browser.requests(WorkerRequest.Summarize.class);
      assertThat(asks.get(asks.size() - 1).position().range().lower())
          .contains(new Key.NumberKey(9900));
    }
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // The browser answers when the test lets it.
  void requestsSeveralBlocksAtOnceWhenItKnowsHowLargeRecordsAre() throws Exception {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      Semaphore answers = new Semaphore(1);
      browser.behave(
          (page, request) ->
              CompletableFuture.runAsync(
                  () -> {
                    if (request.body() instanceof WorkerRequest.Summarize) {
                      answers.acquireUninterruptibly();
                    }
                    page.answerHonestly(request);
                  }));
      CompletableFuture<Long> sampled = CompletableFuture.supplyAsync(() -> sampled(1000));
      await().until(() -> browser.requests(WorkerRequest.Summarize.class).size() == 2);
      answers.release(1);
      await()
          .until(
              () ->
                  browser.requests(WorkerRequest.Summarize.class).size()
                      >= 2 + Protocol.MAX_REQUESTS_AT_ONCE - 1);
      answers.release(1000);
      assertThat(sampled.get()).isEqualTo(1000);
    }
  }

  @Test
  void readsAllOfAStoreThatIsSmallerThanTheSample() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      JsonNode response = summary(request().put("sampleSize", 10_000)).json();
      assertThat(response.at("/summary/records").asLong()).isEqualTo(10_000);
      assertThat(browser.requests(WorkerRequest.Plan.class)).hasSize(1);
      List<WorkerRequest.Summarize> asks = browser.requests(WorkerRequest.Summarize.class);
      assertThat(asks.get(0).amount().count()).isEqualTo(2);
      assertThat(asks.get(1).amount().count()).isEqualTo(8);
      assertThat(asks.get(1).amount().ordinal()).isEqualTo(2);
      assertThat(asks.get(1).position().after())
          .contains(WorkerResult.ResumeKey.at(new Key.NumberKey(1)));
    }
  }

  @Test
  void readsAllOnRequest() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      JsonNode response = summary(request().put("sampleSize", "all")).json();
      assertThat(response.at("/summary/records").asLong()).isEqualTo(10_000);
    }
  }

  @Test
  void samplesFewerRecordsThanBlocks() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      JsonNode response = summary(request().put("sampleSize", 3)).json();
      assertThat(response.at("/summary/records").asLong()).isEqualTo(3);
    }
  }

  @Test
  void summarizesAnEmptyStore() {
    FakeStore empty = new FakeStore("shop", "orders", 0, 100);
    try (FakeBrowser browser = agent.link("one", empty)) {
      JsonNode response = summary(request().put("sampleSize", 10)).json();
      assertThat(response.at("/summary/records").asLong()).isZero();
      assertThat(response.at("/clients/0/first").isNull()).isTrue();
    }
  }

  @Test
  void goesOnWhenTheClientIsBack() {
    FakeBrowser first = agent.link("one", ORDERS);
    first.behave(
        (page, request) -> {
          if (page.requests(WorkerRequest.Summarize.class).size() < 3) {
            page.answerHonestly(request);
          } else {
            page.cut();
          }
        });
    CompletableFuture<JsonNode> response =
        CompletableFuture.supplyAsync(() -> summary(request().put("sampleSize", "all")).json());
    await()
        .until(
            () -> !agent.http().get("/v1/clients").json().at("/clients/0/connected").asBoolean());
    try (FakeBrowser again = agent.link("one", ORDERS)) {
      assertThat(response.join().at("/summary/records").asLong()).isEqualTo(10_000);
      assertThat(again.requests(WorkerRequest.Summarize.class).get(0).amount().ordinal())
          .isPositive();
    }
  }

  @Test
  void failsWhenTheGraceIsOver() {
    FakeBrowser browser = agent.link("one", ORDERS);
    browser.behave(
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.Summarize) {
            page.cut();
          } else {
            page.answerHonestly(request);
          }
        });
    CompletableFuture<Http.Answer> response =
        CompletableFuture.supplyAsync(() -> summary(request().put("sampleSize", "all")));
    int timers = agent.scheduler().waiting();
    await()
        .until(
            () -> !agent.http().get("/v1/clients").json().at("/clients/0/connected").asBoolean());
    await().until(() -> agent.scheduler().waiting() > timers);
    agent.scheduler().pass(Duration.ofSeconds(121));
    await().untilAsserted(() -> assertThat(response).isDone());
    assertThat(response.join().code()).isEqualTo("CLIENT_LOST");
    assertThat(response.join().message()).contains("was not back within 120 s", "'--grace'");
  }

  @Test
  void aSampleThatFailsTellsOfWhichBrowser() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Summarize) {
              page.fail(request, ErrorCode.WORKER_SILENT, "Cannot read: no answer. Reload.");
            } else {
              page.answerHonestly(request);
            }
          });
      Http.Answer answer = summary(request().put("sampleSize", 10));
      assertThat(answer.code()).isEqualTo("WORKER_SILENT");
      assertThat(answer.message())
          .isEqualTo(
              "Cannot read: no answer. Reload. This is of client one of http://localhost:3000.");
      assertThat(answer.json().at("/details/id").asText()).isEqualTo("one");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"read\":0",
        "\"read\":1",
        "\"read\":1,\"last\":{\"number\":3}",
        "\"read\":-1,\"last\":{\"number\":3}"
      })
  void refusesASummaryThatNeverEnds(String progress) {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Summarize) {
              page.result(
                  request,
                  Json.parse(
                      "{\"summary\":{\"records\":0,\"corrupt\":{\"count\":0},\"root\":{\"kinds\":{}}},"
                          + progress
                          + ",\"done\":false,\"count\":1}"));
            } else {
              page.answerHonestly(request);
            }
          });
      var unused = CompletableFuture.runAsync(() -> summary(request().put("sampleSize", "all")));
      assertThat(browser.closed().join().reason()).isEqualTo("BAD_MESSAGE");
    }
  }

  @Test
  void refusesASampleSizeThatIsNone() {
    for (ObjectNode wrong :
        List.of(request(), request().put("sampleSize", 0), request().put("sampleSize", "some"))) {
      assertThat(summary(wrong).code()).isEqualTo("BAD_REQUEST");
      assertThat(summary(wrong).message()).contains("sampleSize");
    }
  }

  private long sampled(int size) {
    JsonNode response = summary(request().put("sampleSize", size)).json();
    return response.at("/summary/records").asLong();
  }

  @Test
  void readsBeginWithAsManyRecordsAsTheSampleSawFitEverywhere() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      assertThat(firstFetch(browser)).isEqualTo(Protocol.FIRST_FETCH_RECORDS);
      AtomicInteger fitting = new AtomicInteger(200);
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Summarize summarize) {
              ObjectNode sampled = ORDERS.summarize(summarize).json();
              page.result(request, sampled.put("count", fitting.getAndIncrement()));
            } else {
              page.answerHonestly(request);
            }
          });
      assertThat(sampled(1000)).isEqualTo(1000);
      assertThat(firstFetch(browser)).isEqualTo(200);
      fitting.set(1000);
      assertThat(sampled(1000)).isEqualTo(1000);
      assertThat(firstFetch(browser)).isEqualTo(250);
      fitting.set(-7);
      assertThat(sampled(1000)).isEqualTo(1000);
      assertThat(firstFetch(browser)).isEqualTo(Protocol.FIRST_FETCH_RECORDS);
    }
  }

  private int firstFetch(FakeBrowser browser) {
    int before = browser.requests(WorkerRequest.Read.class).size();
    assertThat(agent.split(agent.scan(ORDERS), 0).status()).isEqualTo(200);
    return browser.requests(WorkerRequest.Read.class).get(before).size().count();
  }

  private Http.Answer summary(ObjectNode body) {
    return agent.http().post("/v1/summaries", body);
  }

  private static ObjectNode request() {
    return Json.object().put("database", "shop").put("store", "orders");
  }
}
