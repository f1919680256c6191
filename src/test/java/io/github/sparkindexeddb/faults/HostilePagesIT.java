// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.ChildAgent;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strangers who say as much as they can do no harm to an agent of little memory. */
class HostilePagesIT {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 1000, 100);
  private static final String OTHER_ORIGIN = "http://localhost:3001";
  private static final int PAGES = 40;

  /** Just below the longest text that a page may send. */
  private static final int CHARS = (8 << 20) - 1000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<FakeBrowser> hostile = new ArrayList<>();
  private ChildAgent agent;

  @BeforeEach
  void start() {
    agent = ChildAgent.start("256m");
  }

  @AfterEach
  void stop() {
    hostile.forEach(FakeBrowser::cut);
    agent.close();
  }

  @Test
  void goesOnBesideHugeCatalogs() throws Exception {
    String store = "{\"name\":\"s\",\"keyPath\":null,\"records\":1,\"indexes\":[]},";
    String stores = store.repeat(4000);
    String catalog =
        "\"databases\":[{\"name\":\"d\",\"version\":1,\"stores\":["
            + stores.substring(0, stores.length() - 1)
            + "]}]";
    attack(WorkerRequest.ListStores.class, catalog);
    String name =
        "\"databases\":[{\"name\":\"" + "x".repeat(CHARS) + "\",\"version\":1,\"stores\":[]}]";
    attack(WorkerRequest.ListStores.class, name);
    attack(WorkerRequest.ListStores.class, "\"databases\":[" + "{},".repeat(CHARS / 3) + "{}]");
    assertServes();
  }

  @Test
  void goesOnBesideHugePlansAndFailures() throws Exception {
    String split = "{\"range\":{},\"records\":1},";
    attack(
        WorkerRequest.Plan.class,
        "\"records\":1,\"keyPath\":null,\"splits\":["
            + split.repeat(100_000)
            + "{\"range\":{},\"records\":1}]");
    attack(
        WorkerRequest.Plan.class,
        "\"records\":1,\"keyPath\":null,\"splits\":[{\"range\":{\"lower\":{\"string\":\""
            + "k".repeat(CHARS)
            + "\"}},\"records\":1}]");
    attack(
        WorkerRequest.Plan.class,
        "\"code\":\"DATABASE_BUSY\",\"args\":[\"" + "y".repeat(CHARS) + "\"]");
    assertServes();
  }

  @Test
  void goesOnBesideHugeSummaries() throws Exception {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; fields.length() < CHARS - 200; i++) {
      fields.append(i == 0 ? "" : ",");
      fields.append("{\"name\":\"f" + i + "\",\"at\":[0,0],\"node\":{\"kinds\":{\"string\":1}}}");
    }
    attack(
        WorkerRequest.Summarize.class,
        "\"read\":1,\"done\":true,\"count\":1,\"last\":{\"number\":1},\"summary\":{\"records\":1,"
            + "\"corrupt\":{\"count\":0},\"root\":{\"kinds\":{\"object\":1},\"object\":{\"fields\":["
            + fields
            + "]}}}");
    ask(
        "/v1/summaries",
        "{\"origin\":\""
            + OTHER_ORIGIN
            + "\",\"database\":\"shop\",\"store\":\"orders\",\"sampleSize\":10}");
    assertServes();
  }

  @Test
  void takesAnHonestSampleBesideHostileOnesThatNeverEnd() throws Exception {
    for (int i = 0; i < 11; i++) {
      hostile.add(
          FakeBrowser.link(
              URI.create(agent.endpoint()),
              Setup.of("hostile" + i, ORDERS).withOrigin(OTHER_ORIGIN),
              (page, request) -> {
                if (page.requests(WorkerRequest.Summarize.class).size() < 2) {
                  sample(page, request, false);
                }
              }));
    }
    CompletableFuture<HttpResponse<String>> endless =
        http.sendAsync(summaryOf(OTHER_ORIGIN), HttpResponse.BodyHandlers.ofString());
    Awaitility.await("samples that nearly fill the memory for them")
        .until(
            () ->
                hostile.stream()
                    .allMatch(page -> page.requests(WorkerRequest.Summarize.class).size() == 2));
    try (FakeBrowser honest =
        FakeBrowser.link(
            URI.create(agent.endpoint()),
            Setup.of("honest", ORDERS),
            (page, request) -> sample(page, request, true))) {
      HttpResponse<String> sampled =
          http.send(summaryOf(FakeBrowser.ORIGIN), HttpResponse.BodyHandlers.ofString());
      assertThat(sampled.statusCode()).as(sampled.body()).isEqualTo(200);
      assertThat(honest.closed()).isNotDone();
      assertThat(endless.join().statusCode()).isEqualTo(502);
      assertThat(endless.join().body()).contains("BAD_MESSAGE", "client hostile");
    }
  }

  /** Answers a request for a sample with one of 9,500 fields, and others as a good worker does. */
  private static void sample(FakeBrowser page, Message.Request request, boolean done) {
    if (!(request.body() instanceof WorkerRequest.Summarize)) {
      page.answerHonestly(request);
      return;
    }
    String fields =
        IntStream.range(0, 9_500)
            .mapToObj(
                i ->
                    "{\"name\":\"f%d\",\"at\":[0,%d],\"node\":{\"kinds\":{\"string\":1}}}"
                        .formatted(i, i))
            .collect(Collectors.joining(","));
    page.text(
        ("{\"type\":\"result\",\"id\":%d,\"read\":1,\"done\":%s,\"count\":1,\"last\":{\"number\":1},"
                + "\"summary\":{\"records\":1,\"corrupt\":{\"count\":0},\"root\":{\"kinds\":"
                + "{\"object\":1},\"object\":{\"fields\":[%s]}}}}")
            .formatted(request.id(), done, fields));
  }

  private HttpRequest summaryOf(String origin) {
    String body =
        "{\"origin\":\"%s\",\"database\":\"shop\",\"store\":\"orders\",\"sampleSize\":\"all\"}";
    return HttpRequest.newBuilder(URI.create(agent.endpoint() + "/v1/summaries"))
        .POST(HttpRequest.BodyPublishers.ofString(body.formatted(origin)))
        .build();
  }

  /** Links pages that answer requests of the kind with the members, and lets them be asked. */
  private void attack(Class<? extends WorkerRequest> kind, String members) throws Exception {
    for (int i = 0; i < PAGES; i++) {
      Setup setup = Setup.of("hostile" + hostile.size(), ORDERS).withOrigin(OTHER_ORIGIN);
      hostile.add(
          FakeBrowser.open(
              URI.create(agent.endpoint()),
              setup,
              http,
              (page, request) -> answer(page, request, kind, members)));
    }
    ask("/v1/databases", "");
    ask(
        "/v1/scans",
        "{\"origin\":\""
            + OTHER_ORIGIN
            + "\",\"database\":\"shop\",\"store\":\"orders\",\"columns\":"
            + "[{\"name\":\"id\",\"type\":\"bigint\"}],\"splits\":{\"atMost\":10}}");
  }

  private static void answer(
      FakeBrowser page, Message.Request request, Class<?> kind, String members) {
    if (kind.isInstance(request.body())) {
      String type = members.startsWith("\"code\"") ? "failure" : "result";
      page.text("{\"type\":\"" + type + "\",\"id\":" + request.id() + "," + members + "}");
    } else {
      page.answerHonestly(request);
    }
  }

  private void assertServes() throws Exception {
    try (FakeBrowser honest =
        FakeBrowser.link(URI.create(agent.endpoint()), Setup.of("honest", ORDERS))) {
      ObjectNode scan = Json.object().put("database", "shop").put("store", "orders");
      scan.put("origin", FakeBrowser.ORIGIN);
      scan.putArray("columns").addObject().put("name", "id").put("type", "bigint");
      HttpResponse<String> response = ask("/v1/scans", scan.toString());
      assertThat(response.statusCode()).as(response.body() + agent.log()).isEqualTo(200);
      String id = Json.parse(response.body()).path("scan").asText();
      assertThat(ask("/v1/scans/" + id + "/splits/0", "").statusCode()).isEqualTo(200);
      assertThat(ask("/v1/health", "").statusCode()).isEqualTo(200);
      assertThat(honest.requests(WorkerRequest.Read.class)).isNotEmpty();
      assertThat(agent.log()).doesNotContain("OutOfMemoryError");
    }
  }

  private HttpResponse<String> ask(String path, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(agent.endpoint() + path));
    return http.send(
        body.isEmpty()
            ? request.build()
            : request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
