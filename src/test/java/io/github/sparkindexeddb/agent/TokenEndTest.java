// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that end while an agent runs, and what goes on under them. */
class TokenEndTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10_000, 500);
  private static final FakeStore PHOTOS = new FakeStore("shop", "photos", 40, 1 << 20);
  private static final String SECRET = "a secret of at least thirty-two bytes";
  private static final String LINES =
      "night reader for-spark\nday reader for-notebook\nshop browser for-pages\n"
          + "kiosk browser for-kiosks\nprometheus metrics for-metrics\n";

  @TempDir private Path directory;
  private Path tokens;
  private TestAgent agent;

  @BeforeEach
  void start() throws IOException {
    tokens = Files.writeString(directory.resolve("tokens"), LINES);
    Path key = Files.writeString(directory.resolve("key"), SECRET);
    agent = TestAgent.start(options -> options.withTokens(tokens).withTokenKey(key));
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void aLineOfTheFileIsTakenUpWithoutARestart() throws IOException {
    assertThat(clients("for-spark").status()).isEqualTo(200);
    takeBack("night");
    Http.Answer refused = clients("for-spark");
    assertThat(refused.code()).isEqualTo("TOKEN_WRONG");
    assertThat(refused.headers().get("WWW-Authenticate")).isEqualTo("Bearer");
    add("evening reader for-evening 2026-11-22");
    assertThat(clients("for-evening").status()).isEqualTo(200);
    agent.scheduler().pass(Duration.ofHours(7));
    Http.Answer ended = clients("for-evening");
    assertThat(ended.status()).isEqualTo(401);
    assertThat(ended.headers().get("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(ended.message())
        .isEqualTo(
            "Cannot accept the request: its token, 'evening', ended at 2026-11-23T00:00:00Z. Give"
                + " one that has not ended.");
    assertThat(clients("for-notebook").status()).isEqualTo(200);
  }

  @Test
  void aMetricsTokenOpensTheMetricsAlone() {
    assertThat(get("/metrics", "for-metrics").status()).isEqualTo(200);
    assertThat(get("/metrics", "for-spark").status()).isEqualTo(200);
    assertThat(get("/metrics", "for-pages").code()).isEqualTo("TOKEN_WRONG_KIND");
    assertThat(clients("for-metrics").code()).isEqualTo("TOKEN_WRONG_KIND");
  }

  @Test
  void aPageLinkEndsWithItsToken() throws IOException {
    try (FakeBrowser shop = link(Setup.of("one", ORDERS).withToken("for-pages"));
        FakeBrowser kiosk = link(Setup.of("two", ORDERS).withToken("for-kiosks"))) {
      takeBack("shop");
      assertClosed(shop);
      await().until(() -> connected() == 1);
      assertThat(kiosk.closed()).isNotDone();
      assertRefused(Setup.of("one").withToken("for-pages"), "TOKEN_WRONG");
    }
  }

  @Test
  void aPageLinksAgainWithAnotherSignedToken() throws IOException, JoseException {
    // Clocks may differ by half a minute; more time at once would be of pings without an answer.
    String first = signed("one", agent.scheduler().now().minusSeconds(22));
    try (FakeBrowser page = link(Setup.of("one", ORDERS).withToken(first))) {
      agent.scheduler().pass(Duration.ofSeconds(10));
      assertClosed(page);
    }
    assertRefused(Setup.of("one").withToken(first), "TOKEN_ENDED");
    String second = signed("one", agent.scheduler().now().plusSeconds(60));
    assertRefused(Setup.of("two").withToken(second), "TOKEN_WRONG");
    try (FakeBrowser page = link(Setup.of("one", ORDERS).withToken(second))) {
      assertThat(connected()).isEqualTo(1);
    }
  }

  @Test
  void aReadThatWaitsForTheBrowserEndsWithItsToken() throws IOException {
    try (FakeBrowser browser = link(Setup.of("one", ORDERS).withToken("for-pages"))) {
      String scan = scan(ORDERS);
      CompletableFuture<Message.Request> held = new CompletableFuture<>();
      browser.behave(
          (page, request) -> {
            if (page.requests(WorkerRequest.Read.class).size() == 2) {
              held.complete(request);
            } else {
              page.answerHonestly(request);
            }
          });
      try (Response response = open(TestAgent.path(scan, 0))) {
        held.orTimeout(10, TimeUnit.SECONDS).join();
        takeBack("night");
        assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(IOException.class);
      }
      browser.behave(FakeBrowser::answerHonestly);
      browser.answerHonestly(held.join());
      add("night reader for-spark");
      assertThat(get(TestAgent.path(scan, 0), "for-spark").status())
          .as("the split itself is whole")
          .isEqualTo(200);
    }
  }

  @Test
  void aReadWhoseReaderDoesNotReadEndsWithItsToken() throws IOException {
    try (FakeBrowser browser = link(Setup.of("one", PHOTOS).withToken("for-pages"))) {
      String scan = scan(PHOTOS);
      try (Response response = open(TestAgent.path(scan, 0))) {
        takeBack("night");
        assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void anAnswerThatABrowserWorksForIsNotGivenAfterwards() throws Exception {
    try (FakeBrowser browser = link(Setup.of("one", ORDERS).withToken("for-pages"))) {
      CompletableFuture<Void> asked = new CompletableFuture<>();
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Summarize) {
              asked.complete(null);
            } else {
              page.answerHonestly(request);
            }
          });
      CompletableFuture<Http.Answer> answer =
          CompletableFuture.supplyAsync(
              () ->
                  post(
                      "/v1/summaries",
                      Json.object()
                          .put("database", "shop")
                          .put("store", "orders")
                          .put("sampleSize", 10)));
      asked.get(10, TimeUnit.SECONDS);
      takeBack("night");
      // The browser may have been asked a moment before the request waits for it: the next look
      // sees that.
      await()
          .until(
              () -> {
                agent.scheduler().pass(Duration.ofSeconds(10));
                return answer.isDone();
              });
      assertThat(answer.get(10, TimeUnit.SECONDS).code()).isEqualTo("TOKEN_ENDED");
    }
  }

  private void takeBack(String name) throws IOException {
    Files.writeString(tokens, Files.readString(tokens).replaceFirst(name + " .*\\n", ""));
    agent.scheduler().pass(Duration.ofSeconds(10));
  }

  private void add(String line) throws IOException {
    Files.writeString(tokens, Files.readString(tokens) + line + "\n");
    agent.scheduler().pass(Duration.ofSeconds(10));
  }

  private static String signed(String client, Instant end) throws JoseException {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(
        Json.write(
            Json.object()
                .put("aud", "spark-indexeddb")
                .put("exp", end.getEpochSecond())
                .put("origin", FakeBrowser.ORIGIN)
                .put("client", client)));
    jws.setAlgorithmHeaderValue("HS256");
    jws.setKey(new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8)));
    return jws.getCompactSerialization();
  }

  private FakeBrowser link(Setup setup) {
    return FakeBrowser.link(agent.agent().uri(), setup);
  }

  private void assertRefused(Setup setup, String code) {
    try (FakeBrowser page =
        FakeBrowser.open(
            agent.agent().uri(), setup, HttpClient.newHttpClient(), (any, request) -> {})) {
      assertThat(page.closed().orTimeout(10, TimeUnit.SECONDS).join())
          .isEqualTo(new Closed(4401, code));
    }
  }

  private static void assertClosed(FakeBrowser page) {
    assertThat(page.closed().orTimeout(10, TimeUnit.SECONDS).join())
        .isEqualTo(new Closed(4401, "TOKEN_ENDED"));
  }

  private long connected() {
    JsonNode clients = clients("for-notebook").json().path("clients");
    return clients.findValues("connected").stream().filter(JsonNode::asBoolean).count();
  }

  private String scan(FakeStore store) {
    ObjectNode body = Http.scan(store.database(), store.name());
    body.putObject("splits").put("atMost", 1);
    return post("/v1/scans", body).json().path("scan").asText();
  }

  private Http.Answer clients(String token) {
    return get("/v1/clients", token);
  }

  private Http.Answer get(String path, String token) {
    return agent.http().send(path, request -> bearing(request, token));
  }

  private Http.Answer post(String path, JsonNode body) {
    RequestBody json = RequestBody.create(Json.write(body), MediaType.get("application/json"));
    return agent.http().send(path, request -> bearing(request, "for-spark").post(json));
  }

  private Response open(String path) throws IOException {
    return agent.http().open(path, request -> bearing(request, "for-spark"));
  }

  private static Request.Builder bearing(Request.Builder request, String token) {
    return request.header("Authorization", "Bearer " + token);
  }
}
