// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {
  private TestAgent agent;

  @AfterEach
  void stop() {
    agent.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/clients",
        "/v1/databases",
        "/v1/scans",
        "/v1/scans/x",
        "/v1/scans/x/splits/0",
        "/metrics"
      })
  void wantsTheReaderTokenOnEveryDataRoute(String path) {
    start(options -> options.withToken("reader").withBrowserToken("browser"));
    Http.Answer missing = agent.http().get(path);
    assertThat(missing.status()).isEqualTo(401);
    assertThat(missing.code()).isEqualTo("TOKEN_MISSING");
    assertThat(missing.headers().get("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(bearing("wrong", path).status()).isEqualTo(401);
    assertThat(bearing("wrong", path).code()).isEqualTo("TOKEN_WRONG");
    assertThat(bearing("browser", path).status()).isEqualTo(403);
    assertThat(bearing("browser", path).code()).isEqualTo("TOKEN_WRONG_KIND");
    assertThat(bearing("reader", path).status()).isIn(200, 404);
  }

  @Test
  void wantsTheReaderTokenBeforeItReadsABody() {
    start(options -> options.withToken("reader"));
    for (String path : List.of("/v1/scans", "/v1/summaries")) {
      assertThat(agent.http().post(path, Json.object()).code()).isEqualTo("TOKEN_MISSING");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/health", "/spark-indexeddb/page-link.js"})
  void opensPublicRoutesWithoutAToken(String path) {
    start(options -> options.withToken("reader"));
    assertThat(agent.http().get(path).status()).isEqualTo(200);
  }

  @Test
  void neverShowsAToken() {
    start(options -> options.withToken("s3cret-reader").withBrowserToken("s3cret-browser"));
    for (String presented : List.of("s3cret-wrong", "s3cret-browser")) {
      Http.Answer answer = bearing(presented, "/v1/clients");
      assertThat(answer.message()).doesNotContain("s3cret");
      assertThat(answer.headers().toString()).doesNotContain("s3cret");
    }
    AgentOptions options = AgentOptions.DEFAULT.withToken("s3cret-reader");
    assertThat(options.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?token=a",
        "?access_token=a",
        "?x=1&token=a",
        "?TOKEN=a",
        "?browser_token=a",
        "?token="
      })
  void refusesATokenInTheUrl(String query) {
    start(options -> options);
    Http.Answer answer = agent.http().get("/v1/health" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("TOKEN_IN_URL");
    assertThat(answer.message()).contains("choose a new token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.test",
        "evil.test:8787",
        "localhost.evil.test",
        "127.0.0.1.evil.test",
        "localhost.",
        "localhost:port",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::2]",
        "a@localhost",
        "localhost evil.test"
      })
  void refusesForeignHosts(String host) throws IOException {
    start(options -> options);
    assertThat(agent.http().raw("GET /v1/health HTTP/1.1\r\nHost: " + host + "\r\n"))
        .startsWith("HTTP/1.1 4")
        .containsAnyOf("HOST_REFUSED", "BAD_REQUEST")
        .doesNotContain("\"ok\"");
  }

  @Test
  void refusesForeignHostsBeforeItSaysWhatRoutesThereAre() {
    start(options -> options);
    Http.Answer answer =
        agent.http().send("/v1/none", request -> request.header("Host", "evil.test"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("HOST_REFUSED");
    assertThat(answer.message()).contains("'evil.test'", "'--allow-host'");
  }

  @Test
  void takesItsOwnNamesAndThoseAllowed() {
    start(options -> options.withAllowedHosts(List.of("Agent.Example")));
    for (String host :
        List.of("localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8787", "agent.example:443")) {
      Http.Answer answer = agent.http().send("/v1/health", request -> request.header("Host", host));
      assertThat(answer.status()).as(host).isEqualTo(200);
    }
  }

  @Test
  void refusesRequestsOfForeignPages() {
    start(options -> options);
    for (String path : List.of("/", "/v1/health", "/v1/clients", "/spark-indexeddb/page-link.js")) {
      Http.Answer answer =
          agent.http().send(path, request -> request.header("Origin", "https://evil.test"));
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("ORIGIN_REFUSED");
      assertThat(answer.headers().get("Access-Control-Allow-Origin")).isNull();
      assertThat(answer.message()).contains("--allow-origin https://evil.test");
    }
  }

  @Test
  void refusesTwoOriginsAtOnce() {
    start(options -> options);
    Http.Answer answer =
        agent
            .http()
            .send(
                "/v1/health",
                request ->
                    request
                        .addHeader("Origin", "http://localhost")
                        .addHeader("Origin", "https://evil.test"));
    assertThat(answer.code()).isEqualTo("ORIGIN_REFUSED");
  }

  @Test
  void takesItsOwnPageThoughOnlyOthersAreListed() {
    start(options -> options.withAllowedOrigins(List.of("https://shop.example")));
    Http.Answer answer =
        agent
            .http()
            .send(
                "/v1/health", request -> request.header("Origin", agent.agent().uri().toString()));
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void letsListedOriginsImportTheBrowserFiles() {
    start(options -> options.withAllowedOrigins(List.of("https://shop.example")));
    for (String file : List.of("export-worker.js", "page-link.js")) {
      Http.Answer script =
          agent
              .http()
              .send(
                  "/spark-indexeddb/" + file,
                  request -> request.header("Origin", "https://shop.example"));
      assertThat(script.headers().get("Access-Control-Allow-Origin"))
          .isEqualTo("https://shop.example");
      assertThat(script.headers().get("Content-Type")).startsWith("text/javascript");
      assertThat(script.headers().get("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
      assertThat(script.body()).isNotEmpty();
    }
  }

  @Test
  void refusesAnotherProtocolVersion() {
    start(options -> options);
    for (String version : List.of("2", "0", "x")) {
      Http.Answer answer =
          agent
              .http()
              .send("/v1/health", request -> request.header(Protocol.VERSION_HEADER, version));
      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.code()).isEqualTo("PROTOCOL_VERSION");
    }
    Http.Answer same =
        agent.http().send("/v1/health", request -> request.header(Protocol.VERSION_HEADER, "1"));
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.headers().get(Protocol.VERSION_HEADER)).isEqualTo("1");
  }

  private void start(UnaryOperator<AgentOptions> options) {
    agent = TestAgent.start(options);
  }

  private Http.Answer bearing(String token, String path) {
    return agent.http().send(path, request -> request.header("Authorization", "Bearer " + token));
  }
}
