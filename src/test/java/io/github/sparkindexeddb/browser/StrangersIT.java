// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;

import com.sun.net.httpserver.HttpServer;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints at which no agent of ours answers. */
class StrangersIT {
  private HttpServer server;
  private String endpoint;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void tellsThatAnAgentSpeaksAnotherProtocol() {
    answer(200, Map.of(Protocol.VERSION_HEADER, "2"), "{}");
    assertRefused(ErrorCode.PROTOCOL_VERSION, () -> read().load("shop/orders"))
        .contains("Cannot talk with the agent at " + endpoint, "protocol '2'", "this side '1'")
        .contains("Use the same release on both sides");
  }

  @Test
  void tellsThatSomethingElseAnswers() {
    answer(200, Map.of("Content-Type", "text/html"), "<!doctype html><title>Router</title>");
    assertRefused(ErrorCode.AGENT_UNREACHABLE, () -> read().load("shop/orders"))
        .contains("Cannot reach an agent at " + endpoint, "something else answers there")
        .contains("HTTP status 200", "'endpoint'");
  }

  @Test
  void followsNoRedirect() {
    answer(302, Map.of("Location", "http://127.0.0.1:1/"), "");
    assertRefused(
            ErrorCode.AGENT_UNREACHABLE, () -> read().option("token", "secret").load("shop/orders"))
        .contains("something else answers there", "HTTP status 302");
  }

  @Test
  void tellsThatAnAgentAnswersNonsense() {
    answer(200, Map.of(Protocol.VERSION_HEADER, "1"), "nonsense");
    assertRefused(ErrorCode.AGENT_FAILED, () -> read().load("shop/orders"))
        .contains("Cannot understand the agent at " + endpoint, "it is not JSON");
  }

  @Test
  void tellsHowToStartAnAgentIfNoneListens() {
    server.stop(0);
    assertRefused(ErrorCode.AGENT_UNREACHABLE, () -> read().load("shop/orders"))
        .contains("Cannot reach the agent at " + endpoint + ": ")
        .contains("Start it with 'java -jar spark-indexeddb-<version>-agent.jar'", "'endpoint'");
  }

  private void answer(int status, Map<String, String> headers, String body) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  private DataFrameReader read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", endpoint)
        .option("waitForClients", "300ms");
  }
}
