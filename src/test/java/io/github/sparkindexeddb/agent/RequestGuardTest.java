// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.MediaType;
import okhttp3.RequestBody;
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
    assertThat(raw("GET /v1/health HTTP/1.1\r\nHost: " + host + "\r\n"))
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

  @Test
  void securesEveryAnswer() {
    start(options -> options);
    for (String path : List.of("/v1/health", "/v1/none", "/")) {
      Http.Answer answer = agent.http().get(path);
      assertThat(answer.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.headers().get("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.headers().get("Content-Security-Policy")).contains("default-src 'none'");
      assertThat(answer.headers().get("Server")).isNull();
    }
  }

  @Test
  void letsTheStatusPageRunOnlyItsOwnScript() {
    start(options -> options);
    Http.Answer page = agent.http().get("/");
    assertThat(page.headers().get("Content-Security-Policy"))
        .contains("script-src 'sha256-", "style-src 'sha256-", "connect-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void namesRoutesAndMethodsThatDoNotExist() {
    start(options -> options);
    assertThat(agent.http().get("/v1/none").code()).isEqualTo("ROUTE_NOT_FOUND");
    assertThat(agent.http().get("/v1/health/").code()).isEqualTo("ROUTE_NOT_FOUND");
    Http.Answer method = agent.http().send("/v1/health", request -> request.delete());
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.message()).contains("'DELETE'", "Use GET");
  }

  @Test
  void refusesBodiesThatAreTooLargeOrNoJson() {
    start(options -> options);
    byte[] large = new byte[(8 << 20) + 1];
    assertThat(posted(large).status()).isEqualTo(413);
    assertThat(posted(large).code()).isEqualTo("BODY_TOO_LARGE");
    assertThat(posted("{".getBytes(StandardCharsets.UTF_8)).code()).isEqualTo("BAD_REQUEST");
    assertThat(posted(new byte[0]).code()).isEqualTo("BAD_REQUEST");
    Http.Answer unknown =
        posted(
            "{\"database\":\"a\",\"store\":\"b\",\"colums\":[]}".getBytes(StandardCharsets.UTF_8));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.message()).contains("'columns'");
  }

  @Test
  void refusesALargeBodyOfUnknownLength() throws IOException {
    start(options -> options);
    String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
    assertThat(
            raw(
                "POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n",
                chunk.repeat(9)))
        .contains("BODY_TOO_LARGE");
  }

  @Test
  void answersBrokenHttpInItsOneForm() throws IOException {
    start(options -> options);
    assertThat(raw("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(raw("GET /v1/%2e%2e%2fsecret HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 4")
        .doesNotContain("org.eclipse");
    assertThat(
            raw(
                "POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                    + "Transfer-Encoding: chunked\r\n"))
        .startsWith("HTTP/1.1 4")
        .doesNotContain("org.eclipse");
    assertThat(raw("GET http://user:pass@localhost/v1/health HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(
            raw("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20000) + "\r\n"))
        .startsWith("HTTP/1.1 4")
        .contains("BAD_REQUEST");
  }

  @Test
  void keepsForeignTextOnOneLineOfTheLog() {
    assertThat(AgentLog.plain("a\r\nb\u2028c\u001b[31md\u202ee")).isEqualTo("a??b?c?[31md?e");
    assertThat(AgentLog.plain("x".repeat(300))).hasSize(201);
    agent = TestAgent.start();
  }

  private void start(UnaryOperator<AgentOptions> options) {
    agent = TestAgent.start(options);
  }

  private Http.Answer bearing(String token, String path) {
    return agent.http().send(path, request -> request.header("Authorization", "Bearer " + token));
  }

  private Http.Answer posted(byte[] body) {
    return agent
        .http()
        .send(
            "/v1/scans",
            request -> request.post(RequestBody.create(body, MediaType.get("application/json"))));
  }

  private String raw(String head) throws IOException {
    return raw(head, "");
  }

  /** What the agent answers to these very bytes. */
  private String raw(String head, String body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", agent.agent().uri().getPort())) {
      socket.setSoTimeout(5000);
      byte[] request =
          (head + "Connection: close\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      InputStream answer = socket.getInputStream();
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
