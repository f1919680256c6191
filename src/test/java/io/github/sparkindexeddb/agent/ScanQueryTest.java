// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.ArrowBatch;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.query.Query;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The agent passes queries on, and interprets no more of them than when a split is over. */
class ScanQueryTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10_000, 500);
  private static final String PREDICATE = "{\"op\":\"isNull\",\"column\":[\"note\"]}";

  private static final String BY_NOTE =
      "{\"name\":\"byNote\",\"keyPath\":\"note\",\"unique\":false,\"multiEntry\":true}";

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void browsersPlanByTheQueryAndSayHow() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          answering(
              "{\"records\":9,\"keyPath\":\"id\",\"autoIncrement\":false,\"first\":null,\"last\":null,"
                  + "\"splits\":[{\"range\":{},\"index\":"
                  + BY_NOTE
                  + ",\"records\":5,\"how\":\"index 'byNote'\"}]}",
              "{\"bytes\":0,\"records\":0,\"read\":0,\"done\":true,\"count\":2}"));
      JsonNode split = scan(query("predicate", PREDICATE)).path("splits").path(0);

      assertThat(split.path("how").asText()).isEqualTo("index 'byNote'");
      assertThat(split.path("records").asLong()).isEqualTo(5);
      Query planned =
          browser.requests(WorkerRequest.Plan.class).get(0).spec().orElseThrow().query();
      assertThat(planned.predicate()).hasToString("Optional[note IS NULL]");
    }
  }

  @Test
  void aScanOfEverythingIsPlannedWithoutAQuery() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      agent.scan(ORDERS);

      assertThat(browser.requests(WorkerRequest.Plan.class))
          .extracting(WorkerRequest.Plan::spec)
          .containsOnly(Optional.empty());
    }
  }

  @Test
  void anIndexIsReadOnWithinTheRunOfOneKey() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          answering(
              "{\"records\":9,\"keyPath\":\"id\",\"autoIncrement\":false,\"first\":null,\"last\":null,"
                  + "\"splits\":[{\"range\":{},\"index\":"
                  + BY_NOTE
                  + ",\"records\":5}]}",
              "{\"bytes\":88,\"records\":1,\"read\":3,\"last\":{\"string\":\"n\"},\"lastPrimary\":{\"number\":7},"
                  + "\"done\":false,\"count\":2}",
              "{\"bytes\":88,\"records\":1,\"read\":2,\"last\":{\"string\":\"o\"},\"done\":true,\"count\":2}"));
      Http.Answer split = read(query("predicate", PREDICATE));

      assertThat(split.trailers().get("Split-Rows")).isEqualTo("2");
      assertThat(split.trailers().get("Split-Examined")).isEqualTo("5");
      List<WorkerRequest.Read> reads = browser.requests(WorkerRequest.Read.class);
      assertThat(reads).hasSize(2).allMatch(read -> Json.write(read.json()).contains(BY_NOTE));
      assertThat(Json.write(reads.get(1).json()))
          .contains("\"after\":{\"string\":\"n\"},\"afterPrimary\":{\"number\":7}");
    }
  }

  @Test
  void aSplitIsOverWhenItsLimitHasCome() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      Http.Answer split = read(query("limit", "1000"));

      assertThat(Long.parseLong(split.trailers().get("Split-Rows"))).isBetween(1_000L, 5_000L);
      List<Long> limits =
          browser.requests(WorkerRequest.Read.class).stream()
              .map(read -> read.spec().query().limit())
              .map(OptionalLong::getAsLong)
              .toList();
      assertThat(limits).startsWith(1_000L, 998L).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }
  }

  @Test
  void rowsThatCameWhateverTheLimitLeaveNoneOfIt() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          answering(
              "{\"records\":9,\"keyPath\":null,\"autoIncrement\":false,\"first\":null,\"last\":null,"
                  + "\"splits\":[{\"range\":{},\"records\":9}]}",
              "{\"bytes\":88,\"records\":4,\"unlimited\":true,\"read\":4,\"last\":{\"string\":\"n\"},"
                  + "\"done\":false,\"count\":2}",
              "{\"bytes\":88,\"records\":2,\"read\":2,\"last\":{\"number\":7},\"done\":false,\"count\":2}",
              "{\"bytes\":88,\"records\":2,\"read\":2,\"last\":{\"number\":5},\"done\":true,\"count\":2}"));
      ObjectNode query =
          query("order", "{\"by\":[\"_key\"],\"direction\":\"descending\"}").put("limit", 5);
      query.set(
          "columns", Json.parse("[{\"name\":\"_key\",\"type\":\"double\",\"source\":\"key\"}]"));

      assertThat(read(query).trailers().get("Split-Rows")).isEqualTo("8");
      assertThat(browser.requests(WorkerRequest.Read.class))
          .extracting(read -> read.spec().query().limit())
          .containsExactly(OptionalLong.of(5), OptionalLong.empty(), OptionalLong.empty());
    }
  }

  @Test
  void onlyATotalIsARowOfNoRecords() {
    String plan =
        "{\"records\":0,\"keyPath\":\"id\",\"autoIncrement\":false,\"first\":null,\"last\":null,"
            + "\"splits\":[{\"range\":{},\"records\":0}]}";
    String row = "{\"bytes\":88,\"records\":1,\"read\":0,\"done\":true,\"count\":2}";
    String groups = "{\"groupBy\":[%s],\"aggregates\":[{\"function\":\"count\"}]}";
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(answering(plan, row));
      Http.Answer total = read(query("aggregation", groups.formatted("")));
      assertThat(total.trailers().get("Split-Rows")).isEqualTo("1");
      assertThat(total.trailers().get("Split-Examined")).isEqualTo("0");

      browser.behave(answering(plan, row));
      String scan = scan(query("aggregation", groups.formatted("[\"id\"]"))).path("scan").asText();
      var unused = CompletableFuture.runAsync(() -> agent.split(scan, 0));
      assertThat(browser.closed().join().reason()).isEqualTo("BAD_MESSAGE");
    }
  }

  @Test
  void aPlanHasASplit() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          answering(
              "{\"records\":0,\"keyPath\":\"id\",\"autoIncrement\":false,\"first\":null,\"last\":null,"
                  + "\"splits\":[]}"));
      Http.Answer refused = agent.http().post("/v1/scans", query("limit", "1"));

      assertThat(refused.message()).contains("its 'splits' is '[]', not one or more");
    }
  }

  private static ObjectNode query(String member, String json) {
    ObjectNode scan = Http.scan(ORDERS.database(), ORDERS.name());
    scan.set(member, Json.parse(json));
    scan.putObject("splits").put("atMost", 1);
    return scan;
  }

  private JsonNode scan(ObjectNode body) {
    Http.Answer answer = agent.http().post("/v1/scans", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private Http.Answer read(ObjectNode body) {
    return agent.split(scan(body).path("scan").asText(), 0);
  }

  /** Answers plans by the first and reads by the others, in turn. */
  private static FakeBrowser.Behaviour answering(String plan, String... batches) {
    Iterator<String> next = List.of(batches).iterator();
    return (browser, request) -> answer(browser, request, plan, next);
  }

  private static void answer(
      FakeBrowser browser, Message.Request request, String plan, Iterator<String> batches) {
    if (request.body() instanceof WorkerRequest.Plan) {
      browser.result(request, Json.parse(plan));
    } else if (request.body() instanceof WorkerRequest.Read) {
      JsonNode batch = Json.parse(batches.next());
      browser.result(request, batch);
      long rows = batch.path("records").asLong();
      browser.bytes(
          request, rows == 0 ? new byte[0] : ArrowBatch.of(rows, batch.path("bytes").asInt()));
    } else {
      browser.answerHonestly(request);
    }
  }
}
