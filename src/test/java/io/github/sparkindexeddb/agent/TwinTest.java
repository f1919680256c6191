// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two browsers with one secret, as after a profile was copied: never a silent mix of their rows.
 */
class TwinTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 3_000, 10_000);
  private static final String SECRET = "0b6c5d4e-8f1a-4c2b-9d3e-7a6b5c4d3e2f";
  private static final Closed TWIN = new Closed(4403, "CLIENT_TWIN");

  private TestAgent agent;

  @BeforeEach
  void start() {
    agent = TestAgent.start();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void theIdOfAClientIsTheHashOfItsSecret() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.UTF_8));
    try (FakeBrowser page = link("")) {
      assertThat(id()).isEqualTo(HexFormat.of().formatHex(hash, 0, 16));
      assertThat(page.ticket()).hasSizeGreaterThan(20);
    }
  }

  @Test
  void whoKnowsTheIdCannotLinkAsItsClient() {
    try (FakeBrowser page = link("");
        FakeBrowser stranger = open(Setup.of(id(), ORDERS))) {
      assertThat(stranger.closed())
          .succeedsWithin(5, TimeUnit.SECONDS)
          .isEqualTo(new Closed(4400, "BAD_MESSAGE"));
      assertThat(page.closed()).isNotDone();
    }
  }

  @Test
  void refusesSecretsAndTicketsThatNoPageLinkMakes() {
    for (Message.Secret odd :
        new Message.Secret[] {
          new Message.Secret("short", ""),
          new Message.Secret("x".repeat(65), ""),
          new Message.Secret(SECRET, "a b"),
          new Message.Secret(SECRET, "x".repeat(65))
        }) {
      try (FakeBrowser page = open(Setup.of(odd, ORDERS))) {
        assertThat(page.closed())
            .succeedsWithin(5, TimeUnit.SECONDS)
            .isEqualTo(new Closed(4400, "BAD_MESSAGE"));
      }
    }
  }

  @Test
  void refusesBothOfTwoThatAreThereAtOnce() {
    String before = visit("");
    try (FakeBrowser one = answering(before);
        FakeBrowser copy = open(before)) {
      assertThat(copy.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      assertThat(one.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      try (FakeBrowser again = open(one.ticket())) {
        assertThat(again.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      }
    }
  }

  @Test
  void takesABrowserThatWasKilledSomeLinksAfterItWroteToItsDisk() {
    String onDisk = visit("");
    visit(visit(visit(onDisk)));
    try (FakeBrowser again = link(onDisk)) {
      assertThat(agent.split(agent.scan(ORDERS), 0).body()).isEqualTo(TestAgent.sealed(ORDERS));
      assertThat(again.closed()).isNotDone();
    }
  }

  @Test
  void findsTheTwinOfAnOlderCopyWhenTheOtherIsBack() {
    String copied = visit("");
    String newest = visit(visit(copied));
    try (FakeBrowser copy = answering(copied);
        FakeBrowser original = open(newest)) {
      assertThat(original.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      assertThat(copy.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      assertTwin(agent.http().post("/v1/scans", Http.scan("shop", "orders")));
    }
  }

  @Test
  void refusesACopyThatIsOlderThanAnyKillExplains() {
    String old = visit("");
    String newest = old;
    for (int i = 0; i < 17; i++) {
      newest = visit(newest);
    }
    try (FakeBrowser copy = open(old)) {
      assertThat(copy.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
    }
  }

  @Test
  void aReadThatIsGoingOnFailsNamingBoth() {
    String before = visit("");
    try (FakeBrowser one = answering(before)) {
      String scan = agent.scan(ORDERS);
      AtomicInteger reads = new AtomicInteger();
      CompletableFuture<FakeBrowser> copy = new CompletableFuture<>();
      one.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Read && reads.incrementAndGet() == 3) {
              copy.complete(open(before));
            } else {
              page.answerHonestly(request);
            }
          });
      CompletableFuture<Http.Answer> split =
          CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
      assertThat(copy.join().closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      assertThat(split).failsWithin(5, TimeUnit.SECONDS);
      assertTwin(agent.split(scan, 0));
    }
  }

  @Test
  void goesOnWithNoBrowserThatMayBeAnother() {
    String before = visit("");
    FakeBrowser one = answering(before);
    String scan = agent.scan(ORDERS);
    CompletableFuture<Http.Answer> split = readHalf(one, scan);
    try (FakeBrowser perhapsACopy = link(before)) {
      assertThat(split).failsWithin(5, TimeUnit.SECONDS);
      Http.Answer failed = agent.split(scan, 0);
      assertThat(failed.code()).isEqualTo("CLIENT_LOST");
      assertThat(failed.message())
          .startsWith(
              "Cannot go on with client " + id() + " of http://localhost:3000: it came back")
          .contains("Run the query again.");
      assertThat(perhapsACopy.requests(WorkerRequest.Read.class)).isEmpty();
      assertThat(agent.split(agent.scan(ORDERS), 0).body()).isEqualTo(TestAgent.sealed(ORDERS));
      try (FakeBrowser back = open(one.ticket())) {
        assertThat(back.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      }
    }
  }

  @Test
  void goesOnWithTheBrowserThatHasTheLastTicket() {
    FakeBrowser one = answering(visit(""));
    String scan = agent.scan(ORDERS);
    CompletableFuture<Http.Answer> split = readHalf(one, scan);
    try (FakeBrowser again = link(one.ticket())) {
      assertThat(split.join().body()).isEqualTo(TestAgent.sealed(ORDERS));
      assertThat(again.requests(WorkerRequest.Read.class)).isNotEmpty();
    }
  }

  @Test
  void goesOnWithAPageThatTheWelcomeNeverReached() {
    String before = visit("");
    FakeBrowser one = answering(before);
    String scan = agent.scan(ORDERS);
    CompletableFuture<Http.Answer> split = readHalf(one, scan);
    FakeBrowser unlucky = open(one.ticket(), (page, request) -> {});
    unlucky.welcomed().join();
    unlucky.cut();
    try (FakeBrowser again = link(one.ticket())) {
      assertThat(split.join().body()).isEqualTo(TestAgent.sealed(ORDERS));
      assertThat(again.closed()).isNotDone();
    }
  }

  @Test
  void locksNobodyOutWhoCannotKeepTickets() {
    for (int i = 0; i < 3; i++) {
      visit("");
    }
    try (FakeBrowser page = link("")) {
      assertThat(page.closed()).isNotDone();
    }
  }

  @Test
  void theSameBrowserMayComeByAnotherAddress() {
    try (FakeBrowser older = answering(visit(""));
        FakeBrowser newer = link("")) {
      assertThat(older.closed())
          .succeedsWithin(5, TimeUnit.SECONDS)
          .isEqualTo(new Closed(4409, "CLIENT_REPLACED"));
      assertThat(newer.closed()).isNotDone();
    }
  }

  @Test
  void anAgentThatIsStartedAnewTakesTheFirstAndFindsATwinLater() {
    String before = visit("");
    agent.close();
    agent = TestAgent.start();
    String first = visit(before);
    String second = visit(first);
    try (FakeBrowser page = answering(second);
        FakeBrowser copy = open(first)) {
      assertThat(copy.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      assertThat(page.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
    }
  }

  /** The tickets of the former agent say nothing to this one, which cannot know their order. */
  @Test
  void anAgentThatIsStartedAnewTakesABrowserThatWasKilledSoonAfterwards() {
    String onDisk = visit("");
    String lost = visit(onDisk);
    agent.close();
    agent = TestAgent.start();
    visit(lost);
    try (FakeBrowser again = open(onDisk)) {
      await("the link of the browser that shows what was on its disk")
          .until(() -> again.closed().isDone() || clients().at("/0/connected").asBoolean());
      assertThat(again.closed()).as("whether it was taken for a twin").isNotDone();
      assertThat(agent.split(agent.scan(ORDERS), 0).body()).isEqualTo(TestAgent.sealed(ORDERS));
    }
  }

  @Test
  void everyReadOfTheClientFailsAndOthersGoOn() {
    meetTwin();
    assertTwin(agent.http().post("/v1/scans", Http.scan("shop", "orders")));
    assertTwin(agent.http().get("/v1/records?database=shop&store=orders"));
    FakeStore other = new FakeStore("blog", "posts", 10, 100);
    try (FakeBrowser page = agent.link("other", ORDERS, other)) {
      assertThat(agent.http().post("/v1/scans", Http.scan("blog", "posts")).status())
          .isEqualTo(200);
      assertTwin(agent.http().post("/v1/scans", Http.scan("shop", "orders")));
      var without = Http.scan("shop", "orders");
      without.putArray("exceptClients").add(id());
      assertThat(agent.http().post("/v1/scans", without).json().path("splits"))
          .allSatisfy(split -> assertThat(split.path("client").asText()).isEqualTo("other"));
    }
  }

  @Test
  void theClientIsReadAgainOnceOneSecretIsDeletedAndTheAgentToldSo() {
    String kept = meetTwin();
    assertThat(agent.http().send("/v1/clients/" + id(), request -> request.delete()).status())
        .isEqualTo(204);
    try (FakeBrowser one = link(kept)) {
      Message.Secret another = new Message.Secret("another-secret-of-36-characters-or-so", "");
      try (FakeBrowser two = FakeBrowser.link(agent.agent().uri(), Setup.of(another, ORDERS))) {
        JsonNode scan = agent.scanResponse(ORDERS, 1);
        assertThat(scan.path("clients")).hasSize(2);
        assertThat(one.closed()).isNotDone();
        assertThat(two.closed()).isNotDone();
      }
    }
  }

  /** Links two browsers with one secret; returns the ticket of the one. */
  private String meetTwin() {
    String before = visit("");
    try (FakeBrowser one = answering(before);
        FakeBrowser copy = open(before)) {
      assertThat(copy.closed()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(TWIN);
      return one.ticket();
    }
  }

  private void assertTwin(Http.Answer answer) {
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("CLIENT_TWIN");
    assertThat(answer.message())
        .isEqualTo(
            "Cannot read from client "
                + id()
                + " of http://localhost:3000: two browsers have its secret, as after a profile or a"
                + " disk was copied: 'FakeBrowser/1.0' at 127.0.0.1, seen at 2026-11-22T17:00:00Z,"
                + " and 'FakeBrowser/1.0' at 127.0.0.1, seen at 2026-11-22T17:00:00Z. Delete"
                + " 'spark-indexeddb-secret' from the local storage of one, send DELETE"
                + " /v1/clients/"
                + id()
                + " to the agent, and reload the pages of both.");
    assertThat(answer.json().at("/details/twins")).hasSize(2);
  }

  /** Reads until a batch after the first, where the page is cut off. */
  private CompletableFuture<Http.Answer> readHalf(FakeBrowser browser, String scan) {
    AtomicInteger reads = new AtomicInteger();
    browser.behave(
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.Read && reads.incrementAndGet() == 4) {
            page.cut();
          } else {
            page.answerHonestly(request);
          }
        });
    CompletableFuture<Http.Answer> split =
        CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
    await().until(() -> !clients().at("/0/connected").asBoolean());
    return split;
  }

  /** Links and leaves; returns the ticket that the page keeps. */
  private String visit(String ticket) {
    try (FakeBrowser page = answering(ticket)) {
      return page.ticket();
    } finally {
      await().until(() -> !clients().at("/0/connected").asBoolean());
    }
  }

  /** Links, and waits until the agent knows that the welcome has arrived. */
  private FakeBrowser answering(String ticket) {
    FakeBrowser page = link(ticket);
    await().until(() -> clients().at("/0/databases/0").asText().equals("shop"));
    return page;
  }

  private FakeBrowser link(String ticket) {
    FakeBrowser page = open(ticket);
    page.welcomed().join();
    return page;
  }

  private FakeBrowser open(String ticket) {
    return open(ticket, FakeBrowser::answerHonestly);
  }

  private FakeBrowser open(String ticket, FakeBrowser.Behaviour behaviour) {
    Setup setup = Setup.of(new Message.Secret(SECRET, ticket), ORDERS);
    return FakeBrowser.open(agent.agent().uri(), setup, HttpClient.newHttpClient(), behaviour);
  }

  private FakeBrowser open(Setup setup) {
    return FakeBrowser.open(
        agent.agent().uri(), setup, HttpClient.newHttpClient(), FakeBrowser::answerHonestly);
  }

  private JsonNode clients() {
    return agent.http().get("/v1/clients").json().path("clients");
  }

  private String id() {
    for (JsonNode client : clients()) {
      if (!client.path("id").asText().equals("other")) {
        return client.path("id").asText();
      }
    }
    throw new AssertionError("no client");
  }
}
