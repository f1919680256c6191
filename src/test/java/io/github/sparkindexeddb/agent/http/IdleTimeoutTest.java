// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.access.ConnectionLimits;
import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection without a byte: cut while its peer should send, kept while a browser works. */
class IdleTimeoutTest {
  private static final Duration IDLE = Duration.ofMillis(300);
  private static final Executor LATE = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final CompletableFuture<CompletableFuture<Void>> left = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void start() {
    AgentOptions options = AgentOptions.DEFAULT.withPort(0);
    server =
        new HttpServer(
            options.http(), new OpenConnections(ConnectionLimits.ofProcess(), new Metrics()), IDLE);
    server.start(
        new Router(
            new RequestGuard(
                options.http().bind(),
                options.access(),
                new Tokens(options.access(), new FakeScheduler())),
            List.of(
                Route.of(
                    "/late",
                    AccessLevel.PUBLIC,
                    Map.of("GET", exchange -> exchange.sendJson(late()))),
                Route.of("/never", AccessLevel.PUBLIC, Map.of("GET", this::never)),
                Route.of(
                    "/summary",
                    AccessLevel.PUBLIC,
                    Map.of(
                        "POST",
                        exchange ->
                            exchange.sendJson(
                                exchange.body(body -> body).thenCompose(body -> late()))))),
            new Metrics()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAnswerMayTakeLongerThanAConnectionMayBeIdle() {
    assertThat(send("GET /late HTTP/1.1")).startsWith("HTTP/1.1 200").contains("{\"late\":true}");
    assertThat(send("POST /summary HTTP/1.1", "Content-Length: 2", "", "{}"))
        .startsWith("HTTP/1.1 200")
        .contains("{\"late\":true}");
  }

  @Test
  void aBodyMayNot() {
    assertThat(send("POST /summary HTTP/1.1", "Content-Length: 1000", "", "{"))
        .doesNotContain("{\"late\":true}");
  }

  @Test
  void aPeerThatLeavesBeforeItsAnswerIsMissed() throws IOException {
    try (Socket peer = new Socket(server.uri().getHost(), server.uri().getPort())) {
      String request = "GET /never HTTP/1.1\r\nHost: " + server.uri().getAuthority() + "\r\n\r\n";
      peer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await().until(left::isDone);
      assertThat(left.join()).isNotDone();
    }
    await().until(() -> left.join().isDone());
  }

  private void never(HttpExchange exchange) {
    exchange.sendJson(new CompletableFuture<JsonNode>());
    left.complete(exchange.gone());
  }

  private static CompletableFuture<JsonNode> late() {
    return CompletableFuture.supplyAsync(() -> Json.object().put("late", true), LATE);
  }

  private String send(String start, String... rest) {
    return RawHttp.send(server.uri(), start, rest);
  }
}
