// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.access.ReloadedFile;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that a reader leaves out, and that an operator removes or blocks. */
class LeftOutClientsTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 3_000, 1_000);
  private static final String RECORDS = "/v1/records?database=shop&store=orders";

  @TempDir private Path folder;
  private TestAgent agent;

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void oneThatFailsEveryReadIsLeftOut() {
    start(options -> options);
    FakeBrowser.Behaviour failing =
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.ListStores) {
            page.answerHonestly(request);
          } else {
            page.result(request, Json.object());
          }
        };
    try (FakeBrowser good = agent.link("good", ORDERS);
        FakeBrowser bad = FakeBrowser.link(agent.agent().uri(), Setup.of("bad", ORDERS), failing)) {
      ObjectNode scan = Http.scan("shop", "orders");
      scan.putArray("exceptClients").add("bad").add("nobody");
      JsonNode created = agent.http().post("/v1/scans", scan).json();
      assertThat(created.path("clients")).hasSize(1);
      assertThat(created.path("away")).isEmpty();
      assertThat(agent.split(created.path("scan").asText(), 0).status()).isEqualTo(200);
      ObjectNode summary = Http.scan("shop", "orders").without("columns");
      summary.put("sampleSize", "all").putArray("exceptClients").add("bad");
      assertThat(agent.http().post("/v1/summaries", summary).json().path("clients")).hasSize(1);
      Http.Answer records = agent.http().get(RECORDS + "&exceptClients=bad,nobody&format=arrows");
      assertThat(records.trailers().get("Split-Rows")).isEqualTo("3000");
      assertThat(bad.requests(WorkerRequest.Plan.class)).isEmpty();
      assertThat(good.requests(WorkerRequest.Read.class)).isNotEmpty();
    }
  }

  @Test
  void saysThatAllAreLeftOut() {
    start(options -> options);
    try (FakeBrowser page = agent.link("one", ORDERS)) {
      Http.Answer answer = agent.http().get(RECORDS + "&exceptClients=one");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("NO_CLIENTS");
      assertThat(answer.message())
          .isEqualTo(
              "Cannot read 'shop/orders': all connected browsers are left out by 'exceptClients':"
                  + " 'one'. Leave out fewer, or open a page of another browser.");
      assertThat(page.requests(WorkerRequest.Plan.class)).isEmpty();
    }
  }

  @Test
  void refusesToReadAndLeaveOutTheSameClient() {
    start(options -> options);
    Http.Answer answer = agent.http().get(RECORDS + "&client=one&exceptClients=two,one");
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.message())
        .isEqualTo(
            "Cannot read 'shop/orders': client 'one' is both the one to read and one to leave out."
                + " Name it in 'client' or in 'exceptClients'.");
    assertThat(agent.http().get(RECORDS + "&exceptClients=one,,two").code())
        .isEqualTo("OPTION_INVALID");
    ObjectNode scan = Http.scan("shop", "orders");
    scan.putArray("exceptClients").add(1);
    assertThat(agent.http().post("/v1/scans", scan).message())
        .isEqualTo(
            "Cannot read a scan request: its 'exceptClients' is '1', not an array of strings."
                + " Correct it.");
  }

  @Test
  void removesAClientWhoseReadsFailAndLetsItComeBack() {
    start(options -> options);
    try (FakeBrowser stuck = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      CompletableFuture<Void> asked = new CompletableFuture<>();
      stuck.behave((page, request) -> asked.complete(null));
      CompletableFuture<Http.Answer> split =
          CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
      asked.join();
      assertThat(remove("one").status()).isEqualTo(204);
      assertThat(stuck.closed())
          .succeedsWithin(5, TimeUnit.SECONDS)
          .isEqualTo(new Closed(4400, "CLIENT_NOT_FOUND"));
      assertThat(split.join().code()).isEqualTo("CLIENT_NOT_FOUND");
      assertThat(split.join().message())
          .isEqualTo(
              "Cannot read from client one of http://localhost:3000: it was removed from the agent."
                  + " Run the query again, which reads the clients that are connected.");
      assertThat(clients()).isEmpty();
    }
    try (FakeBrowser again = agent.link("one", ORDERS)) {
      assertThat(agent.split(agent.scan(ORDERS), 0).body()).isEqualTo(TestAgent.sealed(ORDERS));
      assertThat(again.closed()).isNotDone();
    }
  }

  @Test
  void namesAnIdThatThereIsNot() {
    start(options -> options);
    Http.Answer answer = remove("nobody");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("CLIENT_NOT_FOUND");
    assertThat(answer.message())
        .isEqualTo(
            "Cannot remove client 'nobody': the agent knows none of that id. Take one of GET"
                + " /v1/clients.");
  }

  @Test
  void removesOnlyForReaders() {
    start(options -> options.withToken("for-readers"));
    try (FakeBrowser page = agent.link("one", ORDERS)) {
      assertThat(remove("one").code()).isEqualTo("TOKEN_MISSING");
      assertThat(page.closed()).isNotDone();
    }
  }

  @Test
  void aBlockedClientIsRefusedUntilItsLineIsGone() throws IOException {
    Path file = folder.resolve("blocked");
    Files.writeString(file, "# spoils every read\nbad  # since Monday\n\n");
    start(options -> options.withBlockedClients(file));
    assertRefused("bad");
    try (FakeBrowser page = agent.link("good", ORDERS)) {
      Files.writeString(file, "bad\ngood\n");
      pass();
      assertThat(page.closed())
          .as("who linked before")
          .succeedsWithin(Duration.ofSeconds(5))
          .isEqualTo(new Closed(4400, "CLIENT_NOT_FOUND"));
      assertThat(clients()).isEmpty();
    }
    assertRefused("good");
    Files.delete(file);
    pass();
    assertRefused("good");
    Files.writeString(file, "");
    pass();
    for (String id : new String[] {"good", "bad"}) {
      try (FakeBrowser page = agent.link(id, ORDERS)) {
        assertThat(page.closed()).isNotDone();
      }
    }
  }

  /** As long as it takes until a changed file is taken up. */
  private void pass() {
    agent.scheduler().pass(ReloadedFile.PERIOD.multipliedBy(2));
  }

  private void assertRefused(String id) {
    try (FakeBrowser page =
        FakeBrowser.open(
            agent.agent().uri(),
            Setup.of(id, ORDERS),
            HttpClient.newHttpClient(),
            FakeBrowser::answerHonestly)) {
      assertThat(page.closed())
          .succeedsWithin(Duration.ofSeconds(5))
          .isEqualTo(new Closed(4403, "CLIENT_BLOCKED"));
    }
  }

  private Http.Answer remove(String id) {
    return agent.http().send("/v1/clients/" + id, request -> request.delete());
  }

  private JsonNode clients() {
    return agent.http().get("/v1/clients").json().path("clients");
  }

  private void start(UnaryOperator<AgentOptions> options) {
    agent = TestAgent.start(options);
  }
}
