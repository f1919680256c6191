// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.ChildAgent;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages send texts without an end to an agent that has memory for ten mebibytes of them. */
@Timeout(120)
class EndlessTextsIT {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 1000, 100);
  private static final Closed DROPPED = new Closed(4413, "FRAME_TOO_LARGE");
  private static final String PART = " ".repeat(64 << 10);

  /** Those of eight mebibytes, the longest that a page may send, but for the answer at the end. */
  private static final int PARTS = (8 << 20) / PART.length() - 1;

  private final ChildAgent agent = ChildAgent.start("320m");
  private final URI address = URI.create(agent.endpoint());
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<FakeBrowser> hostile = new ArrayList<>();

  @AfterEach
  void stop() {
    hostile.forEach(FakeBrowser::cut);
    agent.close();
  }

  @Test
  void closesThePagesOfTheLongestThatHaveJustBegun() {
    for (int i = 0; i < 10; i++) {
      begin(PARTS);
    }
    awaitDropped(1);
    try (FakeBrowser honest = FakeBrowser.link(address, Setup.of("honest", ORDERS))) {
      awaitCatalog("honest");
      assertThat(honest.closed()).isNotDone();
    }
    assertThat(RawHttp.get(address, "/v1/health")).contains("200");
    assertThat(agent.log()).doesNotContain("OutOfMemoryError");
  }

  @Test
  void aTextOfEightMebibytesArrivesBesideManyThatNeverEnd() {
    long begun = System.nanoTime();
    for (int i = 0; i < 36; i++) {
      begin(4);
    }
    Awaitility.await("texts that have not just begun")
        .until(() -> System.nanoTime() - begun > Duration.ofSeconds(4).toNanos());
    assertThat(dropped()).as("dropped while there is room").isZero();

    FakeBrowser honest =
        FakeBrowser.link(address, Setup.of("honest", ORDERS), this::answerAtLength);
    awaitCatalog("honest");
    assertThat(honest.closed()).isNotDone();
    // Nine mebibytes and eight more are seven too many.
    awaitDropped(7 * 4);
    honest.close();
  }

  /** Links a page that answers with a text of that many parts, and without an end. */
  private void begin(int parts) {
    Setup setup = Setup.of("hostile" + hostile.size(), ORDERS).deaf();
    hostile.add(
        FakeBrowser.open(
            address,
            setup,
            http,
            (page, request) -> {
              if (request.body() instanceof WorkerRequest.ListStores) {
                for (int i = 0; i < parts; i++) {
                  page.part(PART);
                }
              }
            }));
  }

  /** Answers in a text of eight mebibytes; meanwhile each of the others goes on a little. */
  private void answerAtLength(FakeBrowser page, Message.Request request) {
    for (int i = 0; i < PARTS; i++) {
      page.part(PART);
      hostile.get(i % hostile.size()).part(" ");
    }
    JsonNode catalog = new Catalog(List.of(ORDERS.catalog())).json();
    page.text(Json.write(new Message.Result(request.id(), catalog).json()));
  }

  private void awaitCatalog(String client) {
    Awaitility.await("the catalog of " + client)
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> knows(client));
  }

  private boolean knows(String client) {
    String answer = RawHttp.get(address, "/v1/clients");
    for (JsonNode each : Json.parse(answer.substring(answer.indexOf('{'))).path("clients")) {
      if (each.path("id").asText().equals(client)) {
        return each.at("/databases/0").asText().equals("shop");
      }
    }
    return false;
  }

  private void awaitDropped(int atLeast) {
    Awaitility.await("pages that were closed")
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> dropped() >= atLeast);
  }

  private long dropped() {
    return hostile.stream().filter(page -> DROPPED.equals(page.closed().getNow(null))).count();
  }
}
