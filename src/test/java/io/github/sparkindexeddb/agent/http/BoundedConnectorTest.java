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
import io.github.sparkindexeddb.testing.RawPeer;
import io.github.sparkindexeddb.wire.Json;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent's server that may have ten connections. */
class BoundedConnectorTest {
  private static final int MOST = 10;
  private static final String NOW = "GET /now HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String NEVER = "GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final FakeScheduler scheduler = new FakeScheduler();
  private final OpenConnections connections =
      new OpenConnections(new ConnectionLimits(MOST, 64), new Metrics());
  private final List<RawPeer> peers = new ArrayList<>();
  private final List<CompletableFuture<JsonNode>> waiting = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() {
    AgentOptions options = AgentOptions.DEFAULT.withPort(0);
    connections.watch(scheduler);
    server = new HttpServer(options.http(), connections);
    server.start(
        new Router(
            new RequestGuard(
                options.http().bind(), options.access(), new Tokens(options.access(), scheduler)),
            List.of(
                Route.of(
                    "/now",
                    AccessLevel.PUBLIC,
                    Map.of("GET", exchange -> exchange.sendJson(Json.object().put("now", true)))),
                Route.of("/never", AccessLevel.READER, Map.of("GET", this::never))),
            new Metrics()));
  }

  @AfterEach
  void stop() {
    peers.forEach(RawPeer::close);
    server.close();
  }

  @Test
  void servesANewcomerHoweverManyAreIdle() {
    List<RawPeer> idle = open(3 * MOST, "GET / HT");
    RawPeer newcomer = open(1, NOW).get(0);
    await().until(() -> newcomer.received().contains("{\"now\":true}"));
    await().until(() -> idle.subList(0, 2 * MOST).stream().allMatch(RawPeer::isClosed));
    assertThat(connections.count()).isLessThanOrEqualTo(MOST);
  }

  @Test
  void closesNoRequestThatIsServed() {
    List<RawPeer> readers = open(MOST - 1, NEVER);
    await().until(() -> waiting.size() == MOST - 1);
    List<RawPeer> idle = open(3 * MOST, "");
    await().until(() -> idle.subList(0, 3 * MOST - 1).stream().allMatch(RawPeer::isClosed));
    scheduler.pass(Duration.ofMinutes(5));
    await().until(() -> connections.count() == MOST - 1);
    assertThat(readers).noneMatch(RawPeer::isClosed);
  }

  @Test
  void refusesANewcomerWhileAllOthersAreServed() {
    List<RawPeer> readers = open(MOST, NEVER);
    await().until(() -> waiting.size() == MOST);
    RawPeer refused = open(1, NOW).get(0);
    await().until(refused::isClosed);
    assertThat(refused.received()).isEmpty();
    waiting.get(0).complete(Json.object().put("late", true));
    await().until(() -> readers.stream().anyMatch(peer -> peer.received().contains("late")));
    RawPeer newcomer = open(1, NOW).get(0);
    await().until(() -> newcomer.received().contains("{\"now\":true}"));
    assertThat(readers).filteredOn(RawPeer::isClosed).hasSizeLessThan(2);
  }

  @Test
  void countsEachFromItsAcceptToItsClose() {
    List<RawPeer> few = open(MOST / 2, NOW);
    await().until(() -> connections.count() == MOST / 2);
    await().until(() -> few.stream().allMatch(peer -> peer.received().contains("now")));
    few.forEach(RawPeer::close);
    await().until(() -> connections.count() == 0);
    open(20 * MOST, "").forEach(RawPeer::close);
    await().until(() -> connections.count() == 0);
  }

  @Test
  void aKeptConnectionOwesItsNextHeadInThirtySeconds() {
    RawPeer peer = open(1, NOW).get(0);
    await().until(() -> answers(peer) == 1);
    scheduler.pass(Duration.ofSeconds(29));
    peer.say(NOW);
    await().until(() -> answers(peer) == 2);
    for (int second = 0; second < 30; second++) {
      peer.say("G");
      scheduler.pass(Duration.ofSeconds(1));
    }
    assertThat(peer.isClosed()).isFalse();
    // The end of the answer may be noted some time after its last byte.
    await()
        .until(
            () -> {
              scheduler.pass(Duration.ofSeconds(1));
              return peer.isClosed();
            });
  }

  @Test
  void goesOnWhenNoFileDescriptorIsLeft() {
    List<RawPeer> idle = open(2, "");
    await().until(() -> connections.count() == 2);
    BoundedConnector connector = (BoundedConnector) server.server().getConnectors()[0];
    assertThat(connector.handleAcceptFailure(new SocketException("Too many open files"))).isTrue();
    await().until(idle.get(0)::isClosed);
    assertThat(idle.get(1).isClosed()).isFalse();
  }

  private List<RawPeer> open(int count, String text) {
    List<RawPeer> opened = RawPeer.of(server.uri(), count, text);
    peers.addAll(opened);
    return opened;
  }

  private static long answers(RawPeer peer) {
    return peer.received().split("\"now\":true", -1).length - 1L;
  }

  private void never(HttpExchange exchange) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    exchange.sendJson(answer);
    waiting.add(answer);
  }
}
