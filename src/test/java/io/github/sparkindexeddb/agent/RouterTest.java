// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RouterTest {
  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void securesEveryAnswer() {
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
    Http.Answer page = agent.http().get("/");
    assertThat(page.headers().get("Content-Security-Policy"))
        .contains("script-src 'sha256-", "style-src 'sha256-", "connect-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void namesRoutesAndMethodsThatDoNotExist() {
    assertThat(agent.http().get("/v1/none").code()).isEqualTo("ROUTE_NOT_FOUND");
    assertThat(agent.http().get("/v1/health/").code()).isEqualTo("ROUTE_NOT_FOUND");
    Http.Answer method = agent.http().send("/v1/health", request -> request.delete());
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.message()).contains("'DELETE'", "Use GET");
  }

  @Test
  void refusesBodiesThatAreTooLargeOrNoJson() {
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
    String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
    assertThat(
            agent
                .http()
                .raw(
                    "POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n",
                    chunk.repeat(9)))
        .contains("BODY_TOO_LARGE");
  }

  @Test
  void answersBrokenHttpInItsOneForm() throws IOException {
    assertThat(
            agent.http().raw("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(agent.http().raw("GET /v1/%2e%2e%2fsecret HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 4")
        .doesNotContain("org.eclipse");
    assertThat(
            agent
                .http()
                .raw(
                    "POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                        + "Transfer-Encoding: chunked\r\n"))
        .startsWith("HTTP/1.1 4")
        .doesNotContain("org.eclipse");
    assertThat(
            agent
                .http()
                .raw("GET http://user:pass@localhost/v1/health HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(
            agent
                .http()
                .raw(
                    "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX: "
                        + "x".repeat(20000)
                        + "\r\n"))
        .startsWith("HTTP/1.1 4")
        .contains("BAD_REQUEST");
  }

  private Http.Answer posted(byte[] body) {
    return agent
        .http()
        .send(
            "/v1/scans",
            request -> request.post(RequestBody.create(body, MediaType.get("application/json"))));
  }
}
