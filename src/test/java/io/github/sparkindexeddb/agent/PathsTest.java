// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by paths, methods, names and sites that only look like those of a well-behaved peer. */
class PathsTest {
  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/./health",
        "/v1/x/../health",
        "/v1/health/..",
        "/..",
        "/v1/%2e/health",
        "/v1/x/%2E%2e/health",
        "//v1/health",
        "/v1//health",
        "/v1%2fhealth",
        "/v1/x%5c..%5chealth",
        "/v1\\health",
        "/v1/health%00",
        "/v1/health;a=b",
        "/v1/%252e%252e/health"
      })
  void refusesPathsThatAProxyMayReadDifferently(String path) {
    assertThat(RawHttp.get(agent.agent().uri(), path)).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/health", "/"})
  void answersAProbesHeadAsItsGetWithoutABody(String path) {
    Http.Answer get = agent.http().get(path);
    Http.Answer head = agent.http().send(path, request -> request.head());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().get("Content-Type")).isEqualTo(get.headers().get("Content-Type"));
    assertThat(RawHttp.send(agent.agent().uri(), "HEAD " + path + " HTTP/1.1"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void startsNoReadForAHead() {
    assertThat(RawHttp.send(agent.agent().uri(), "HEAD /v1/records?path=a/b HTTP/1.1"))
        .startsWith("HTTP/1.1 405 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "Cross-Site"})
  void refusesWhatAForeignPagesImageAsksFor(String site) {
    for (String path : new String[] {"/v1/records?path=shop/orders", "/v1/clients", "/v1/scans"}) {
      Http.Answer answer =
          agent.http().send(path, request -> request.header("Sec-Fetch-Site", site));
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.code()).as(path).isEqualTo("ORIGIN_REFUSED");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "same-origin"})
  void takesWhatTheUserOrItsOwnPageAsksFor(String site) {
    Http.Answer answer =
        agent.http().send("/v1/clients", request -> request.header("Sec-Fetch-Site", site));
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "[::2]", "127.0.0.2.evil.test", "evil.test"})
  void knowsNoOtherAddressThanTheConnections(String host) {
    assertThat(RawHttp.get(agent.agent().uri(), "/v1/health", "Host: " + host))
        .startsWith("HTTP/1.1 403 ")
        .contains("HOST_REFUSED");
  }
}
