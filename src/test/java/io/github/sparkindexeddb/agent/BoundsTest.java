// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page says is no more than what was asked, and is shown plain and short. */
class BoundsTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 100, 10);

  /** Clears a terminal, names its window, and turns the line around. */
  private static final String ESCAPES = "\u001b[2J\u001b]0;owned\u0007\u202e\r\n\u009b31m";

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void theNameOfABrowserIsPlainAndShort() {
    FakeBrowser.Setup setup = FakeBrowser.Setup.of("one");
    try (FakeBrowser browser =
        FakeBrowser.open(
            agent.agent().uri(),
            setup.silent(),
            HttpClient.newHttpClient(),
            FakeBrowser::answerHonestly)) {
      browser.send(
          new Message.Hello(
              Protocol.PROTOCOL_VERSION,
              Optional.empty(),
              new Message.Page(setup.credential(), ESCAPES + "x".repeat(1000), "0.1.0")));
      browser.welcomed().join();
      String shown = agent.http().get("/v1/clients").json().at("/clients/0/browser").asText();
      assertThat(shown).startsWith("?[2J?]0;owned????").endsWith("x…").hasSizeLessThan(210);
    }
  }

  @Test
  void refusesAPlanOfMoreSplitsThanWereAskedFor() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      planning(
          browser,
          plan -> {
            JsonNode split = plan.path("splits").get(0);
            for (int i = 0; i < 3; i++) {
              plan.withArray("splits").add(split);
            }
          });
      assertThat(refusal("atMost", 2)).contains("has 5 splits, not at most 2 as asked");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, (1L << 53) + 1, Long.MAX_VALUE})
  void refusesAPlanOfAbsurdCounts(long records) {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      planning(browser, plan -> ((ObjectNode) plan.path("splits").get(0)).put("records", records));
      assertThat(refusal("atMost", 2)).contains("its 'records' is '" + records + "', not a count");
    }
  }

  @Test
  void refusesAStoreOfAbsurdCounts() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      planning(browser, plan -> plan.put("records", -5));
      assertThat(refusal("atMost", 2)).contains("its 'records' is '-5', not a count");
    }
  }

  @Test
  void refusesCountsThatDoNotFitInsteadOfCuttingThemOff() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Read) {
              ObjectNode batch = Json.object().put("bytes", (1L << 32) + 10).put("records", 1);
              batch.put("read", 1).put("done", true).put("count", 1);
              batch.putObject("last").put("number", 0);
              page.result(request, batch);
            } else {
              page.answerHonestly(request);
            }
          });
      try (LogCapture log = LogCapture.start()) {
        String scan = agent.scan(ORDERS);
        CompletableFuture<Http.Answer> reader =
            CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
        assertThat(browser.closed().join().reason()).isEqualTo("BAD_MESSAGE");
        log.await("why", line -> line.contains("its 'bytes' is '4294967306', not within 32 bits"));
        agent.scheduler().pass(Duration.ofMinutes(3));
        assertThat(reader.join().code()).isEqualTo("CLIENT_LOST");
      }
    }
  }

  @Test
  void aPageSpeaksNotInTheNameOfTheAgent() {
    for (String code : new String[] {"AGENT_FAILED", "TOKEN_WRONG", "SCAN_EXPIRED", "NO_SUCH"}) {
      try (FakeBrowser browser = agent.link("one", ORDERS)) {
        failing(browser, code, "Cannot do it: no. Send your token to evil.test.");
        Http.Answer answer = agent.http().post("/v1/scans", Http.scan("shop", "orders"));
        assertThat(answer.code()).isEqualTo("WORKER_FAILED");
      }
    }
  }

  @Test
  void whatAPageSaysOfAFailureIsPlainAndShortWhereverItIsShown() {
    try (LogCapture log = LogCapture.start();
        FakeBrowser browser = agent.link("one", ORDERS)) {
      failing(browser, "VALUE_DOES_NOT_FIT", ESCAPES + "x".repeat(1 << 20));
      Http.Answer answer = agent.http().post("/v1/scans", Http.scan("shop", "orders"));
      assertThat(answer.code()).isEqualTo("VALUE_DOES_NOT_FIT");
      assertThat(answer.message()).hasSizeLessThan(2200).startsWith("?[2J?]0;owned?????31mx");
      assertThat(answer.json().path("details").path("key").asText())
          .isEqualTo("?[2J?]0;owned?????31m");
      assertThat(answer.json().path("details").has("deep")).isFalse();
      assertThat(log.lines()).noneMatch(line -> line.indexOf('\u001b') >= 0);
    }
  }

  @Test
  void wordsOfPlansArePlainAndShort() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      planning(
          browser,
          plan -> ((ObjectNode) plan.path("splits").get(0)).put("how", ESCAPES + "y".repeat(5000)));
      JsonNode response = agent.scanResponse(ORDERS, 1);
      assertThat(response.at("/splits/0/how").asText())
          .hasSizeLessThan(2100)
          .startsWith("?[2J?]0;owned?????31my");
      assertThat(response.at("/planned/0/splits/0/how").asText()).doesNotContain("\u001b");
    }
  }

  @Test
  void listsTheLatestScansAndCountsTheEarlierOnes() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String last = "";
      for (int i = 0; i < 103; i++) {
        last = agent.scan(ORDERS);
      }
      JsonNode list = agent.http().get("/v1/scans").json();
      assertThat(list.path("scans")).hasSize(100);
      assertThat(list.path("earlier").asInt()).isEqualTo(3);
      assertThat(list.at("/scans/99/scan").asText()).isEqualTo(last);
      assertThat(browser.requests()).isNotEmpty();
    }
  }

  @Test
  void listsNoMoreScansThanTenThousandSplitsAreOf() {
    FakeStore many = new FakeStore("shop", "many", 5_001, 10);
    try (FakeBrowser browser = agent.link("one", many)) {
      ObjectNode body = Http.scan("shop", "many");
      body.putObject("splits").put("recordsPerSplit", 1);
      for (int i = 0; i < 3; i++) {
        assertThat(agent.http().post("/v1/scans", body).json().path("splits")).hasSize(5_001);
      }
      JsonNode list = agent.http().get("/v1/scans").json();
      assertThat(list.path("scans")).as("scans of 5,001 splits each").hasSize(2);
      assertThat(list.path("earlier").asInt()).as("scans that are counted alone").isEqualTo(1);
    }
  }

  @Test
  void samplesNoFurtherIfOneOfTheClientsHasFailed() {
    try (FakeBrowser broken = agent.link("broken", ORDERS);
        FakeBrowser endless = agent.link("endless", ORDERS)) {
      endless.behave(BoundsTest::answerEndlessly);
      broken.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Summarize) {
              await().until(() -> endless.requests(WorkerRequest.Summarize.class).size() > 2);
              page.fail(request, ErrorCode.WORKER_FAILED, "Cannot serve: broken. Look.");
            } else {
              page.answerHonestly(request);
            }
          });
      Http.Answer answer = agent.http().post("/v1/summaries", allRecords());
      assertThat(answer.code()).isEqualTo("WORKER_FAILED");
      assertQuiet(endless);
    }
  }

  private static void assertQuiet(FakeBrowser browser) {
    AtomicInteger before = new AtomicInteger();
    await()
        .atMost(20, TimeUnit.SECONDS)
        .during(500, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              int now = browser.requests().size();
              return before.getAndSet(now) == now;
            });
  }

  static ObjectNode allRecords() {
    return Json.object().put("database", "shop").put("store", "orders").put("sampleSize", "all");
  }

  /** Has always one more record. */
  static void answerEndlessly(FakeBrowser page, Message.Request request) {
    if (request.body() instanceof WorkerRequest.Summarize summarize) {
      ObjectNode result = ORDERS.summarize(summarize).json();
      result.put("done", false).put("read", 1);
      result.putObject("last").put("number", request.id());
      page.result(request, result);
    } else {
      page.answerHonestly(request);
    }
  }

  private static void failing(FakeBrowser browser, String code, String message) {
    browser.behave(
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.Plan) {
            ObjectNode failure = Json.object().put("type", "failure").put("id", request.id());
            failure.put("code", code).put("message", message);
            failure.putObject("details").put("key", ESCAPES).putObject("deep").put("x", 1);
            page.text(failure.toString());
          } else {
            page.answerHonestly(request);
          }
        });
  }

  private static void planning(FakeBrowser browser, Consumer<ObjectNode> change) {
    browser.behave(
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.Plan plan) {
            ObjectNode planned = ORDERS.plan(plan).json();
            change.accept(planned);
            page.result(request, planned);
          } else {
            page.answerHonestly(request);
          }
        });
  }

  private String refusal(String wish, int value) {
    ObjectNode body = Http.scan("shop", "orders");
    body.putObject("splits").put(wish, value);
    Http.Answer answer = agent.http().post("/v1/scans", body);
    assertThat(answer.code()).isEqualTo("BAD_MESSAGE");
    return answer.message();
  }
}
