// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LostClientTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 3_000, 10_000);

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void resumesAfterTheLastKeyWhenTheClientIsBack() {
    FakeBrowser first = agent.link("one", ORDERS);
    String scan = agent.scan(ORDERS);
    atRead(first, 4, (page, request) -> page.cut());
    CompletableFuture<Http.Answer> split =
        CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
    awaitAway();
    agent.scheduler().pass(Duration.ofSeconds(119));
    try (FakeBrowser again = agent.link("one", ORDERS)) {
      assertThat(split.join().body()).isEqualTo(TestAgent.sealed(ORDERS));
      WorkerRequest.Read resumed = again.requests(WorkerRequest.Read.class).get(0);
      assertThat(resumed.position().after()).isPresent();
      assertThat(resumed.size().count()).isEqualTo(2);
    }
  }

  @Test
  void forgetsABatchThatWasCutOff() {
    assertWholeThoughCutAt(3);
  }

  @Test
  void writesTheHeadAgainWhenTheFirstBatchWasCutOff() {
    assertWholeThoughCutAt(1);
  }

  /** Cuts the n-th batch off in the middle. */
  private void assertWholeThoughCutAt(int n) {
    FakeBrowser first = agent.link("one", ORDERS);
    String scan = agent.scan(ORDERS);
    AtomicLong before = new AtomicLong();
    atRead(
        first,
        n,
        (page, request) -> {
          before.set(spooled());
          page.result(request, batch(2_000_000, 200));
          page.frame(request.id(), ByteBuffer.wrap(ORDERS.batches(0, 200), 0, 1 << 20));
          await().until(() -> spooled() > 1 << 20);
          page.cut();
        });
    CompletableFuture<Http.Answer> split =
        CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
    awaitAway();
    await().until(() -> spooled() == before.get());
    try (FakeBrowser again = agent.link("one", ORDERS)) {
      byte[] whole = split.join().body();
      assertThat(whole).isEqualTo(TestAgent.sealed(ORDERS));
      assertThat(split.join().trailers().get("Split-Crc32c")).isEqualTo(TestAgent.crc(whole));
      assertThat(spooled()).isEqualTo(whole.length);
    }
  }

  @Test
  void failsTheSplitWhenTheGraceIsOver() {
    FakeBrowser first = agent.link("one", ORDERS);
    String scan = agent.scan(ORDERS);
    atRead(first, 3, (page, request) -> page.cut());
    CompletableFuture<Http.Answer> split =
        CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
    awaitAway();
    await()
        .untilAsserted(
            () -> {
              agent.scheduler().pass(Duration.ofSeconds(121));
              assertThat(split).isCompletedExceptionally();
            });
    assertThatThrownBy(split::join)
        .isInstanceOf(CompletionException.class)
        .rootCause()
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("not found");

    Http.Answer later = agent.split(scan, 0);
    assertThat(later.status()).isEqualTo(503);
    assertThat(later.code()).isEqualTo("CLIENT_LOST");
    assertThat(later.message())
        .contains("client one of http://localhost:3000", "120 s", "'--grace'")
        .endsWith("Received 106 of 3000 records.");
    JsonNode details = later.json().path("details");
    assertThat(details.path("received").asLong()).isEqualTo(106);
    assertThat(details.path("expected").asLong()).isEqualTo(3000);
    assertThat(details.path("client").asText()).isEqualTo("one");
    assertThat(details.path("origin").asText()).isEqualTo(FakeBrowser.ORIGIN);
    assertThat(spooled()).isZero();
  }

  @Test
  void goesOnOverTheNewerLinkWhenTheClientIsReplaced() {
    FakeBrowser older = agent.link("one", ORDERS);
    String scan = agent.scan(ORDERS);
    atRead(older, 3, (page, request) -> {});
    CompletableFuture<Http.Answer> split =
        CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
    await().until(() -> older.requests(WorkerRequest.Read.class).size() == 3);
    try (FakeBrowser newer = agent.link("one", ORDERS)) {
      assertThat(split.join().body()).isEqualTo(TestAgent.sealed(ORDERS));
    }
  }

  @Test
  void resumesAfterAPageThatBrokeTheProtocol() {
    FakeBrowser bad = agent.link("one", ORDERS);
    String scan = agent.scan(ORDERS);
    atRead(
        bad,
        2,
        (page, request) -> {
          page.result(request, batch(4 << 20, 10));
          page.frame(request.id(), ByteBuffer.allocate((1 << 20) + 1));
        });
    CompletableFuture<Http.Answer> split =
        CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
    assertThat(bad.closed().join()).isEqualTo(new FakeBrowser.Closed(4413, "FRAME_TOO_LARGE"));
    try (FakeBrowser good = agent.link("one", ORDERS)) {
      assertThat(split.join().body()).isEqualTo(TestAgent.sealed(ORDERS));
    }
  }

  @Test
  void failsTheSplitAfterThreeBadMessagesOnOneBatch() {
    FakeBrowser.Behaviour bad =
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.Read) {
            page.result(request, batch(0, 10));
          } else {
            page.answerHonestly(request);
          }
        };
    FakeBrowser.Setup setup = FakeBrowser.Setup.of("one", ORDERS);
    FakeBrowser browser = FakeBrowser.link(agent.agent().uri(), setup, bad);
    String scan = agent.scan(ORDERS);
    CompletableFuture<Http.Answer> split =
        CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
    for (int i = 0; i < 2; i++) {
      assertThat(browser.closed().join().reason()).isEqualTo("BAD_MESSAGE");
      browser = FakeBrowser.link(agent.agent().uri(), setup, bad);
    }
    await().until(split::isDone);
    assertThat(agent.split(scan, 0).code()).isEqualTo("BAD_MESSAGE");
    assertThat(agent.split(scan, 0).message())
        .contains("client one of", "numbers contradict each other")
        .as("it names the client already")
        .doesNotContain("This is of");
  }

  @Test
  void triesABusyDatabaseAgain() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      atRead(
          browser,
          2,
          (page, request) -> {
            page.fail(request, ErrorCode.DATABASE_BUSY, "Cannot read: it is upgraded. Wait.");
            page.behave(FakeBrowser::answerHonestly);
          });
      CompletableFuture<Http.Answer> split =
          CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
      await()
          .untilAsserted(
              () -> {
                agent.scheduler().pass(Duration.ofSeconds(1));
                assertThat(split).isCompleted();
              });
      assertThat(split.join().body()).isEqualTo(TestAgent.sealed(ORDERS));
    }
  }

  @Test
  void givesUpOnADatabaseThatStaysBusy() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      browser.behave(
          (page, request) ->
              page.fail(request, ErrorCode.DATABASE_BUSY, "Cannot read: it is upgraded. Wait."));
      CompletableFuture<Http.Answer> split =
          CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
      await()
          .untilAsserted(
              () -> {
                agent.scheduler().pass(Duration.ofSeconds(5));
                assertThat(split).isCompleted();
              });
      assertThat(split.join().code()).isEqualTo("DATABASE_BUSY");
      assertThat(split.join().message())
          .isEqualTo(
              "Cannot read: it is upgraded. Wait. This is of client one of http://localhost:3000.");
      assertThat(browser.requests(WorkerRequest.Read.class)).hasSize(5);
    }
  }

  @Test
  void refusesBatchesWhoseNumbersContradictEachOther() {
    for (String batch :
        new String[] {
          "{\"bytes\":-1,\"records\":0,\"read\":0,\"done\":true,\"count\":1}",
          "{\"bytes\":999999999,\"records\":1,\"read\":1,\"done\":true,\"count\":1}",
          "{\"bytes\":8,\"records\":2,\"read\":1,\"done\":true,\"count\":1}",
          "{\"bytes\":0,\"records\":1,\"read\":1,\"last\":{\"number\":1},\"done\":true,\"count\":1}",
          "{\"bytes\":8,\"records\":0,\"read\":0,\"done\":false,\"count\":1}",
          "{\"bytes\":8,\"records\":0,\"read\":1,\"last\":{\"number\":1},\"done\":true,\"count\":1}",
          "{\"bytes\":8,\"records\":1,\"read\":1,\"done\":false,\"count\":1}",
          "{\"bytes\":8}"
        }) {
      FakeBrowser browser = agent.link("one", ORDERS);
      String scan = agent.scan(ORDERS);
      browser.behave((page, request) -> page.result(request, Json.parse(batch)));
      var unused = CompletableFuture.runAsync(() -> agent.split(scan, 0));
      assertThat(browser.closed().join().reason()).as(batch).isEqualTo("BAD_MESSAGE");
    }
  }

  /** Lets the browser answer honestly until the n-th read, and then do that. */
  private static void atRead(
      FakeBrowser browser, int n, BiConsumer<FakeBrowser, Message.Request> action) {
    browser.behave(
        (page, request) -> {
          if (page.requests(WorkerRequest.Read.class).size() < n) {
            page.answerHonestly(request);
          } else {
            action.accept(page, request);
          }
        });
  }

  private static JsonNode batch(int bytes, int records) {
    return Json.parse(
        "{\"bytes\":"
            + bytes
            + ",\"records\":"
            + records
            + ",\"read\":"
            + records
            + ",\"last\":{\"number\":999},\"done\":false,\"count\":16}");
  }

  private void awaitAway() {
    await()
        .until(
            () -> !agent.http().get("/v1/clients").json().at("/clients/0/connected").asBoolean());
  }

  private long spooled() {
    String metrics = new String(agent.http().get("/metrics").body(), StandardCharsets.UTF_8);
    return metrics
        .lines()
        .filter(line -> line.startsWith("spark_indexeddb_agent_spool_bytes "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }
}
