// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.access.BlockedClients;
import io.github.sparkindexeddb.agent.access.ConnectionLimits;
import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.LinkAdmission;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.RawPeer;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent's server that may have eight connections, and so six page links. */
class LinkLimitTest {
  private static final int MOST_LINKS = 6;
  private static final String UPGRADE =
      "GET /v1/connect HTTP/1.1\r\nHost: localhost\r\nOrigin: "
          + FakeBrowser.ORIGIN
          + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private final FakeScheduler scheduler = new FakeScheduler();
  private final Metrics metrics = new Metrics();
  private final OpenConnections connections =
      new OpenConnections(new ConnectionLimits(8, 64), metrics);
  private final Clients clients = new Clients(scheduler);
  private final List<RawPeer> pages = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() {
    AgentOptions options = AgentOptions.DEFAULT.withPort(0);
    Tokens tokens = new Tokens(options.access(), scheduler);
    RequestGuard guard = new RequestGuard(options.http().bind(), options.access(), tokens);
    LinkAdmission admission =
        new LinkAdmission(tokens, new BlockedClients(Optional.empty()), clients, metrics);
    connections.watch(scheduler);
    server = new HttpServer(options.http(), connections);
    server.start(
        new Router(
            guard,
            List.of(new ConnectRoute(server, guard, admission, scheduler).route()),
            metrics));
  }

  @AfterEach
  void stop() {
    pages.forEach(RawPeer::close);
    server.close();
  }

  @Test
  void turnsAPageThatIsOneTooManyAwayBeforeItsWelcome() {
    for (int n = 0; n < MOST_LINKS; n++) {
      link(n);
    }
    await().until(() -> clients.connected().size() == MOST_LINKS);
    RawPeer surplus = link(MOST_LINKS);
    await().until(() -> surplus.received().contains("too many links"));
    assertThat(surplus.received())
        .as("after a welcome a page link tries again at once, and for ever")
        .doesNotContain("welcome");
    assertThat(clients.known()).as("those that a read may ask").hasSize(MOST_LINKS);
    scheduler.pass(Duration.ofSeconds(4));
    await().until(() -> connections.count() == MOST_LINKS);
  }

  @Test
  void aPageThatLeavesGivesItsPlaceToAnother() {
    for (int n = 0; n < MOST_LINKS; n++) {
      link(n);
    }
    await().until(() -> clients.connected().size() == MOST_LINKS);
    pages.get(0).close();
    await().until(() -> connections.count() == MOST_LINKS - 1);
    RawPeer next = link(MOST_LINKS);
    await().until(() -> clients.connected().size() == MOST_LINKS);
    scheduler.pass(Duration.ofSeconds(4));
    assertThat(next.isClosed()).isFalse();
  }

  /** A page with a secret of its own that says its hello, and nothing after. */
  private RawPeer link(int n) {
    RawPeer page = RawPeer.of(server.uri()).say(UPGRADE);
    pages.add(page);
    await().until(() -> page.received().contains("\r\n\r\n"));
    Message.Secret secret = new Message.Secret("0b6c5d4e-8f1a-4c2b-9d3e-%012d".formatted(n), "");
    return page.say(
        frame(
            Json.write(
                new Message.Hello(
                        Protocol.PROTOCOL_VERSION,
                        Optional.empty(),
                        new Message.Page(secret, "Raw/1", "0.1.0"))
                    .json())));
  }

  /** A text in one frame, under a mask that changes nothing. */
  private static String frame(String text) {
    ByteBuffer head = ByteBuffer.allocate(8).put((byte) 0x81).put((byte) 0xFE);
    head.putShort((short) text.length()).putInt(0);
    return new String(head.array(), StandardCharsets.ISO_8859_1) + text;
  }
}
