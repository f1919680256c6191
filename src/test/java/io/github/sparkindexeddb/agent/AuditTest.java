// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line that each read leaves in the file of {@code --audit}. */
class AuditTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 1000, 500);

  @TempDir private Path directory;
  private Path file;
  private Path tokens;
  private TestAgent agent;

  /** The second request for rows, which a test answers late or never. */
  private final CompletableFuture<Message.Request> held = new CompletableFuture<>();

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("audit.jsonl");
    tokens =
        Files.writeString(
            directory.resolve("tokens"), "night reader for-spark\nshop browser for-pages\n");
    agent = TestAgent.start(options -> options.withTokens(tokens).withAudit(file));
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void saysWhoReadWhatAndHowMuch() {
    try (FakeBrowser browser = link()) {
      String scan = scan();
      byte[] body = split(scan, 0).body();
      ObjectNode planned = line("scan", "night").put("outcome", "OK");
      planned.putArray("columns").add("id");
      assertThat(lines(2).get(0)).isEqualTo(planned);
      ObjectNode split = line("split", "night");
      split.put("origin", FakeBrowser.ORIGIN).put("client", "one").put("scan", scan);
      split.put("split", 0).put("rows", 1000).put("bytes", body.length).put("outcome", "OK");
      split.putArray("columns").add("id");
      assertThat(lines(2).get(1)).isEqualTo(split);
    }
  }

  @Test
  void tellsOfSummariesAndRecords() {
    try (FakeBrowser browser = link()) {
      Http.Answer records = get("/v1/records?database=shop&store=orders");
      assertThat(records.status()).isEqualTo(200);
      JsonNode line = lines(1).get(0);
      assertThat(line.path("action").asText()).isEqualTo("records");
      assertThat(line.path("rows").asLong()).isEqualTo(1000);
      assertThat(line.path("bytes").asLong()).isEqualTo(records.body().length);
      ObjectNode request = Json.object().put("database", "shop").put("store", "orders");
      post("/v1/summaries", request.put("sampleSize", 10));
      assertThat(lines(2).get(1)).isEqualTo(line("summary", "night").put("outcome", "OK"));
    }
  }

  @Test
  void tellsWhatAReadFailedWith() {
    try (FakeBrowser browser = link()) {
      String scan = scan();
      browser.behave(
          (page, request) ->
              page.fail(request, ErrorCode.VALUE_DOES_NOT_FIT, "Cannot read 'a': it is 1. Look."));
      assertThat(split(scan, 0).code()).isEqualTo("VALUE_DOES_NOT_FIT");
      JsonNode line = lines(2).get(1);
      assertThat(line.path("outcome").asText()).isEqualTo("VALUE_DOES_NOT_FIT");
      assertThat(line.path("bytes").asLong()).isZero();
      assertThat(line.has("rows")).isFalse();
    }
  }

  @Test
  void tellsThatTheReaderLeftAndHowMuchItHad() throws IOException {
    try (FakeBrowser browser = link()) {
      String scan = scan();
      browser.behave(this::answerTheFirstBatchAlone);
      Call call = agent.http().call(TestAgent.path(scan, 0), AuditTest::bearing);
      try (Response response = call.execute()) {
        assertThat(response.body().source().read(new Buffer(), 1000)).isPositive();
        held.orTimeout(10, TimeUnit.SECONDS).join();
        call.cancel();
      }
      browser.behave(FakeBrowser::answerHonestly);
      browser.answerHonestly(held.join());
      JsonNode line = lines(2).get(1);
      assertThat(line.path("outcome").asText()).isEqualTo("READER_LEFT");
      assertThat(line.path("bytes").asLong()).isPositive();
      assertThat(line.has("rows")).isFalse();
      assertThat(line.path("token").asText()).isEqualTo("night");
    }
  }

  @Test
  void tellsThatTheTokenEndedWhileItRead() throws IOException {
    try (FakeBrowser browser = link()) {
      String scan = scan();
      browser.behave(this::answerTheFirstBatchAlone);
      try (Response response = agent.http().open(TestAgent.path(scan, 0), AuditTest::bearing)) {
        held.orTimeout(10, TimeUnit.SECONDS).join();
        Files.writeString(tokens, "shop browser for-pages\n");
        agent.scheduler().pass(Duration.ofSeconds(10));
        assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(IOException.class);
      }
      JsonNode line = lines(2).get(1);
      assertThat(line.path("outcome").asText()).isEqualTo("TOKEN_ENDED");
      assertThat(line.has("rows")).isFalse();
      assertThat(line.path("token").asText()).isEqualTo("night");
      assertThat(line.path("client").asText()).isEqualTo("one");
    }
  }

  private void answerTheFirstBatchAlone(FakeBrowser page, Message.Request request) {
    if (page.requests(WorkerRequest.Read.class).size() == 2) {
      held.complete(request);
    } else {
      page.answerHonestly(request);
    }
  }

  @Test
  void showsForeignTextPlainAndOnOneLine() throws IOException {
    FakeStore odd = new FakeStore("shop", "a\n\u001b[2J\u202e" + "x".repeat(1000), 10, 500);
    try (FakeBrowser browser =
        FakeBrowser.link(agent.agent().uri(), Setup.of("one", odd).withToken("for-pages"))) {
      post("/v1/scans", Http.scan(odd.database(), odd.name()));
      String store = lines(1).get(0).path("store").asText();
      assertThat(store).startsWith("a??[2J?xxx").hasSize(201);
      assertThat(Files.readAllLines(file)).hasSize(1);
    }
  }

  private FakeBrowser link() {
    return FakeBrowser.link(agent.agent().uri(), Setup.of("one", ORDERS).withToken("for-pages"));
  }

  private String scan() {
    ObjectNode body = Http.scan("shop", "orders");
    body.putObject("splits").put("atMost", 1);
    return post("/v1/scans", body).json().path("scan").asText();
  }

  private Http.Answer split(String scan, int n) {
    return get(TestAgent.path(scan, n));
  }

  private Http.Answer get(String path) {
    return agent.http().send(path, AuditTest::bearing);
  }

  private Http.Answer post(String path, JsonNode body) {
    return agent
        .http()
        .send(
            path,
            request ->
                bearing(request)
                    .post(RequestBody.create(Json.write(body), MediaType.get("application/json"))));
  }

  private static Request.Builder bearing(Request.Builder request) {
    return request.header("Authorization", "Bearer for-spark");
  }

  /** The lines of the file as soon as there are so many. */
  private List<JsonNode> lines(int count) {
    await().until(() -> read().size() >= count);
    return read();
  }

  private List<JsonNode> read() {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(Json::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode line(String action, String token) {
    return Json.object()
        .put("time", "2026-11-22T17:00:00Z")
        .put("token", token)
        .put("from", "127.0.0.1")
        .put("action", action)
        .put("database", "shop")
        .put("store", "orders");
  }
}
