// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan is read by the name of the token that created it, and by no other. */
class ScanOwnerTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 100, 500);
  private static final String NIGHT = "for-spark";
  private static final String DAY = "for-notebook";
  private static final Duration TTL = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private Path tokens;
  private TestAgent agent;
  private FakeBrowser browser;

  @BeforeEach
  void start() throws IOException {
    tokens = Files.writeString(directory.resolve("tokens"), lines(NIGHT));
    agent = TestAgent.start(options -> options.withTokens(tokens).withScanTtl(TTL));
    browser = FakeBrowser.link(agent.agent().uri(), Setup.of("one", ORDERS).withToken("for-pages"));
  }

  private static String lines(String ofNight) {
    return "night reader " + ofNight + "\nday reader " + DAY + "\nshop browser for-pages\n";
  }

  @AfterEach
  void stop() {
    browser.close();
    agent.close();
  }

  @Test
  void noOtherTokenReadsItSeesItKeepsItOrReleasesIt() {
    String scan = scan(NIGHT);
    for (String path :
        List.of("/v1/scans/" + scan, "/v1/scans/" + scan + "?split=0", TestAgent.path(scan, 0))) {
      assertRefused(scan, get(path, DAY));
    }
    assertRefused(scan, send("/v1/scans/" + scan, DAY, request -> request.put(empty())));
    assertRefused(scan, send("/v1/scans/" + scan, DAY, Request.Builder::delete));
    assertThat(get("/v1/scans", DAY).json().path("scans")).isEmpty();

    assertThat(get("/v1/scans", NIGHT).json().path("scans")).hasSize(1);
    assertThat(get(TestAgent.path(scan, 0), NIGHT).body()).isEqualTo(TestAgent.sealed(ORDERS));
    assertThat(send("/v1/scans/" + scan, NIGHT, Request.Builder::delete).status()).isEqualTo(204);
    assertThat(get("/v1/scans/" + scan, NIGHT).code()).isEqualTo("SCAN_LOST");
  }

  @Test
  void noOtherTokenReadsWhatIsLeftOfAnExpiredOne() {
    String scan = scan(NIGHT);
    agent.scheduler().pass(TTL.plusSeconds(1));
    assertThat(get(TestAgent.path(scan, 0), DAY).code()).isEqualTo("SCAN_EXPIRED");
    assertThat(get(TestAgent.path(scan, 0), NIGHT).body()).isEqualTo(TestAgent.sealed(ORDERS));
  }

  @Test
  void aTokenThatIsRenewedUnderItsNameGoesOn() throws IOException {
    String scan = scan(NIGHT);
    Files.writeString(tokens, lines("renewed-for-spark"));
    agent.scheduler().pass(Duration.ofSeconds(10));
    assertThat(get(TestAgent.path(scan, 0), NIGHT).code()).isEqualTo("TOKEN_WRONG");
    assertThat(get(TestAgent.path(scan, 0), "renewed-for-spark").body())
        .isEqualTo(TestAgent.sealed(ORDERS));
  }

  private static void assertRefused(String scan, Http.Answer answer) {
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("SCAN_LOST");
    assertThat(answer.message())
        .isEqualTo(
            "Cannot read scan '"
                + scan
                + "': it was created with another reader token. Read it with that token, or run the"
                + " query again.");
  }

  private String scan(String token) {
    ObjectNode body = Http.scan(ORDERS.database(), ORDERS.name());
    body.putObject("splits").put("atMost", 1);
    RequestBody json = RequestBody.create(Json.write(body), MediaType.get("application/json"));
    return send("/v1/scans", token, request -> request.post(json)).json().path("scan").asText();
  }

  private Http.Answer get(String path, String token) {
    return send(path, token, request -> request);
  }

  private Http.Answer send(String path, String token, UnaryOperator<Request.Builder> how) {
    return agent
        .http()
        .send(path, request -> how.apply(request.header("Authorization", "Bearer " + token)));
  }

  private static RequestBody empty() {
    return RequestBody.create("", null);
  }
}
