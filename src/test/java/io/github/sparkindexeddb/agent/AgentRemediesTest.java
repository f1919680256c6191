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
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows, word for word, what errors of the agent say is to be done. */
class AgentRemediesTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10, 100);
  private static final Pattern ALLOW_ORIGIN = Pattern.compile("'--allow-origin (\\S+)'");

  @TempDir private Path spool;
  private TestAgent agent;

  @AfterEach
  void stop() {
    agent.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example:8443",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "safari-web-extension://0B6E3B0C-4D8A-4A52-8F0E-6F1C1A1A1A1A",
        "capacitor://localhost",
        "ionic://localhost",
        "tauri://localhost",
        "http://tauri.localhost"
      })
  void anOriginIsAllowedAsTheMessageSpellsIt(String origin) {
    start(options -> options);
    assertThat(closeCode(Setup.of("one").withOrigin(origin))).isEqualTo(4403);
    String message = send("/v1/health", request -> request.header("Origin", origin)).message();
    Matcher flag = ALLOW_ORIGIN.matcher(message);
    assertThat(flag.find()).as(message).isTrue();
    agent.close();
    start(options -> options.withAllowedOrigins(List.of(flag.group(1))));
    try (FakeBrowser page = link(Setup.of("one", ORDERS).withOrigin(origin))) {
      assertThat(scan().status()).isEqualTo(200);
    }
  }

  @Test
  void aHostIsAllowedByItsName() {
    start(options -> options);
    UnaryOperator<Request.Builder> named = request -> request.header("Host", "agent.example");
    assertThat(send("/v1/health", named).code()).isEqualTo("HOST_REFUSED");
    agent.close();
    start(options -> options.withAllowedHosts(List.of("agent.example")));
    assertThat(send("/v1/health", named).status()).isEqualTo(200);
  }

  @Test
  void eachTokenIsGivenWhereItBelongs() {
    start(options -> options.withToken("for-readers").withBrowserToken("for-pages"));
    assertThat(clientsWith("for-readers").status()).isEqualTo(200);
    assertThat(agent.http().get("/v1/clients").code()).isEqualTo("TOKEN_MISSING");
    assertThat(clientsWith("for-reader").code()).isEqualTo("TOKEN_WRONG");
    assertThat(clientsWith("for-pages").code()).isEqualTo("TOKEN_WRONG_KIND");
    assertThat(agent.http().get("/v1/clients?token=for-readers").code()).isEqualTo("TOKEN_IN_URL");
    assertThat(closeCode(Setup.of("one"))).isEqualTo(4401);
    assertThat(closeCode(Setup.of("one").withToken("for-readers"))).isEqualTo(4403);
    link(Setup.of("one").withToken("for-pages")).close();
  }

  @Test
  void aPeerSpeaksTheProtocolThatTheMessageNames() {
    start(options -> options);
    Http.Answer other =
        send("/v1/health", request -> request.header(Protocol.VERSION_HEADER, "99"));
    assertThat(other.code()).isEqualTo("PROTOCOL_VERSION");
    String mine = other.json().at("/details/agent").asText();
    assertThat(
            send("/v1/health", request -> request.header(Protocol.VERSION_HEADER, mine)).status())
        .isEqualTo(200);
    assertThat(agent.http().get("/spark-indexeddb/page-link.js").text())
        .as("the files that fit")
        .contains("protocol:");
  }

  @Test
  void splitsAreCountedFromZeroUpToWhatTheScanAnswered() {
    start(options -> options);
    try (FakeBrowser page = link(Setup.of("one", ORDERS))) {
      JsonNode scan = scan().json();
      int splits = scan.path("splits").size();
      assertThat(agent.split(scan.path("scan").asText(), splits).code())
          .isEqualTo("SPLIT_NOT_FOUND");
      IntStream.range(0, splits)
          .forEach(
              n -> assertThat(agent.split(scan.path("scan").asText(), n).status()).isEqualTo(200));
    }
  }

  @Test
  void aMalformedRequestIsRightWithTheMemberThatIsNamed() {
    start(options -> options);
    try (FakeBrowser page = link(Setup.of("one", ORDERS))) {
      ObjectNode body = Http.scan("shop", "orders");
      ObjectNode without = body.deepCopy();
      without.remove("store");
      Http.Answer answer = agent.http().post("/v1/scans", without);
      assertThat(answer.code()).isEqualTo("BAD_REQUEST");
      assertThat(answer.message()).contains("'store'");
      assertThat(agent.http().post("/v1/scans", body).status()).isEqualTo(200);
    }
  }

  @Test
  void aRequestOfFewerColumnsIsTaken() {
    start(options -> options);
    try (FakeBrowser page = link(Setup.of("one", ORDERS))) {
      assertThat(agent.http().post("/v1/scans", wide(200_000)).code()).isEqualTo("BODY_TOO_LARGE");
      assertThat(agent.http().post("/v1/scans", wide(20)).status()).isEqualTo(200);
    }
  }

  @Test
  void theMethodAndTheRouteThatThereAreAnswer() {
    start(options -> options);
    assertThat(agent.http().get("/v1/helth").code()).isEqualTo("ROUTE_NOT_FOUND");
    Http.Answer method = send("/v1/health", Request.Builder::delete);
    assertThat(method.code()).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(method.message()).endsWith("Use GET.");
    assertThat(agent.http().get("/v1/health").status()).isEqualTo(200);
  }

  @Test
  void anotherQueryIsReadAfterOneWhoseScanIsGone() {
    start(options -> options.withScanTtl(Duration.ofSeconds(10)));
    try (FakeBrowser page = link(Setup.of("one", ORDERS))) {
      String expired = agent.scan(ORDERS);
      assertThat(agent.split(expired, 0).status()).isEqualTo(200);
      // That a body has been written is told a moment after it has come.
      Awaitility.await()
          .until(
              () -> {
                agent.scheduler().pass(Duration.ofSeconds(20));
                return agent.split(expired, 0).status() != 200;
              });
      assertThat(agent.split(expired, 0).code()).isEqualTo("SCAN_EXPIRED");
      assertReadable();
    }
    try (FakeBrowser page = link(Setup.of("one", ORDERS))) {
      String lost = agent.scan(ORDERS);
      send("/v1/scans/" + lost, Request.Builder::delete);
      assertThat(agent.split(lost, 0).code()).isEqualTo("SCAN_LOST");
      assertReadable();
    }
    agent.close();
    start(options -> options.withScanTtl(Duration.ofHours(2)));
    try (FakeBrowser page = link(Setup.of("one", ORDERS))) {
      String kept = agent.scan(ORDERS);
      assertThat(agent.split(kept, 0).status()).isEqualTo(200);
      agent.scheduler().pass(Duration.ofSeconds(20));
      assertThat(agent.split(kept, 0).status()).as("a longer --scan-ttl").isEqualTo(200);
    }
  }

  @Test
  void aQueryIsRunAgainAfterItsSpoolFileWasDamaged() throws IOException {
    start(options -> options.withSpool(spool));
    try (FakeBrowser page = link(Setup.of("one", ORDERS))) {
      String scan = agent.scan(ORDERS);
      agent.split(scan, 0);
      try (Stream<Path> files = Files.list(spool);
          FileChannel file =
              FileChannel.open(
                  files
                      .filter(each -> each.toString().endsWith(".split"))
                      .findFirst()
                      .orElseThrow(),
                  StandardOpenOption.WRITE)) {
        file.truncate(file.size() - 1);
      }
      assertThat(agent.split(scan, 0).code()).isEqualTo("SPLIT_DAMAGED");
      assertReadable();
    }
  }

  @Test
  void aLargerSpoolHoldsWhatASmallOneDoesNot() {
    FakeStore large = new FakeStore("shop", "orders", 300, 10_000);
    start(options -> options.withSpoolLimit(1 << 20));
    try (FakeBrowser page = link(Setup.of("one", large))) {
      String scan = agent.scan(large);
      assertThatThrownBy(() -> agent.split(scan, 0)).hasRootCauseInstanceOf(EOFException.class);
      assertThat(agent.split(scan, 0).code()).isEqualTo("SPOOL_FULL");
    }
    agent.close();
    start(options -> options.withSpoolLimit(100 << 20));
    try (FakeBrowser page = link(Setup.of("one", large))) {
      assertThat(agent.split(agent.scan(large), 0).body()).isEqualTo(TestAgent.sealed(large));
    }
  }

  @Test
  void aClientThatComesBackIsReadByTheNextQuery() {
    start(options -> options);
    FakeBrowser page = link(Setup.of("one", ORDERS));
    String scan = agent.scan(ORDERS);
    page.close();
    CompletableFuture<Http.Answer> lost = CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
    await()
        .until(
            () -> {
              agent.scheduler().pass(Duration.ofSeconds(30));
              return lost.isDone();
            });
    assertThat(lost.join().code()).isEqualTo("CLIENT_LOST");
    try (FakeBrowser again = link(Setup.of("one", ORDERS))) {
      assertReadable();
    }
  }

  @Test
  void aPageOfTheSameVersionIsReadAfterOneThatIsNot() {
    start(options -> options);
    try (FakeBrowser other = link(Setup.of("one", ORDERS))) {
      other.text("{\"type\":\"greeting\"}");
      assertThat(other.closed().join().reason()).isEqualTo("BAD_MESSAGE");
    }
    try (FakeBrowser other = link(Setup.of("one", ORDERS))) {
      other.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.ListStores) {
              page.text("x".repeat((8 << 20) + 1));
            }
          });
      var unused = CompletableFuture.runAsync(() -> agent.http().get("/v1/databases"));
      assertThat(other.closed().join().reason()).isEqualTo("FRAME_TOO_LARGE");
    }
    try (FakeBrowser same = link(Setup.of("one", ORDERS))) {
      assertReadable();
    }
  }

  private void start(UnaryOperator<AgentOptions> options) {
    agent = TestAgent.start(options);
  }

  private FakeBrowser link(Setup setup) {
    return FakeBrowser.link(agent.agent().uri(), setup);
  }

  private int closeCode(Setup setup) {
    try (FakeBrowser page =
        FakeBrowser.open(
            agent.agent().uri(), setup, HttpClient.newHttpClient(), FakeBrowser::answerHonestly)) {
      return page.closed().join().code();
    }
  }

  private Http.Answer scan() {
    return agent.http().post("/v1/scans", Http.scan("shop", "orders"));
  }

  private void assertReadable() {
    assertThat(agent.split(agent.scan(ORDERS), 0).body()).isEqualTo(TestAgent.sealed(ORDERS));
  }

  private Http.Answer clientsWith(String token) {
    return send("/v1/clients", request -> request.header("Authorization", "Bearer " + token));
  }

  private Http.Answer send(String path, UnaryOperator<Request.Builder> how) {
    return agent.http().send(path, how);
  }

  private static ObjectNode wide(int columns) {
    ObjectNode body = Http.scan("shop", "orders");
    for (int i = 0; i < columns; i++) {
      body.withArray("columns")
          .addObject()
          .put("name", "c" + "x".repeat(20) + i)
          .put("type", "int");
    }
    return body;
  }
}
