// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.access.BlockedClients;
import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.LinkAdmission;
import io.github.sparkindexeddb.agent.link.PageConnection;
import io.github.sparkindexeddb.agent.link.PageSession;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.FromStrangers;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A page's WebSocket, fragment by fragment: whatever comes, the link goes on or is closed with a
 * code of ours, and the agent does not fail over it.
 *
 * <p>Each line of an input is a fragment. Its first character says of which kind: {@code T} and
 * {@code t} of a text, {@code B} and {@code b} of bytes, the capital one the last; {@code P} lets
 * ten seconds pass.
 */
class PageSocketFuzzTest {
  private static final String HELLO =
      "T{\"type\":\"hello\",\"protocol\":1,\"client\":\"one\",\"browser\":\"b\","
          + "\"version\":\"0.1.0\"}\n";

  /** One connection of the page, and Jetty's side of it. */
  private static final class Connection {
    private final FakeScheduler scheduler = new FakeScheduler();
    private final List<String> sent = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final List<IndexedDbException> reasons = new ArrayList<>();
    private final PageSocket socket;

    Connection() {
      LinkAdmission admission =
          new LinkAdmission(
              new Tokens(AgentOptions.DEFAULT.access(), scheduler),
              new BlockedClients(Optional.empty()),
              new Clients(scheduler),
              new Metrics());
      socket =
          new PageSocket(
              scheduler,
              new OpenConnections.Peer() {},
              page ->
                  new PageSession(
                      recording(page), "http://localhost:3000", Optional.empty(), admission));
      socket.onWebSocketOpen(session());
    }

    /** Passes on what the agent says to the page, and keeps why it closes. */
    private PageConnection recording(PageConnection page) {
      return new PageConnection() {
        @Override
        public String address() {
          return page.address();
        }

        @Override
        public boolean takePlace() {
          return page.takePlace();
        }

        @Override
        public void send(String text) {
          page.send(text);
        }

        @Override
        public void close(IndexedDbException reason) {
          reasons.add(reason);
          page.close(reason);
        }

        @Override
        public void goAway() {
          page.goAway();
        }
      };
    }

    private Session session() {
      return (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (proxy, method, args) -> {
                if (method.getName().equals("sendText")) {
                  sent.add((String) args[0]);
                } else if (method.getName().equals("close")) {
                  closed.add(args[0] + " " + args[1]);
                }
                return null;
              });
    }

    void onFragment(byte[] input, int from, int to) {
      ByteBuffer rest = ByteBuffer.wrap(input, from + 1, to - from - 1).slice();
      switch (input[from]) {
        case 'T', 't' ->
            socket.onWebSocketPartialText(
                StandardCharsets.UTF_8.decode(rest).toString(), input[from] == 'T');
        case 'B', 'b' -> socket.onWebSocketPartialBinary(rest, input[from] == 'B', Callback.NOOP);
        case 'P' -> scheduler.pass(Duration.ofSeconds(10));
        default -> {}
      }
    }
  }

  @MethodSource("examples")
  @FuzzTest
  void goesOnOrIsClosedWithACodeOfOurs(byte[] input) {
    Connection connection = new Connection();
    int from = 0;
    for (int at = 0; at <= input.length; at++) {
      if (at == input.length || input[at] == '\n') {
        if (from < at) {
          connection.onFragment(input, from, at);
        }
        from = at + 1;
      }
    }
    connection.socket.onWebSocketClose(1000, "", Callback.NOOP);
    for (IndexedDbException reason : connection.reasons) {
      FromStrangers.requireFit(reason);
      assertThat(reason.sentence()).doesNotContain("the agent failed over its message");
    }
    assertThat(connection.sent.size()).isLessThanOrEqualTo(input.length + 2);
    assertThat(connection.closed).allMatch(close -> close.matches("44[0-9][0-9] [A-Z_]+"));
  }

  static Stream<byte[]> examples() {
    List<String> examples = new ArrayList<>();
    examples.add("P");
    examples.add(HELLO + "P\nT{\"type\":\"pong\"}\nP\nP\nP");
    examples.add(HELLO + "T{\"type\":\"result\",\"id\":0,\"databases\":[]}");
    examples.add(HELLO + "b\0\0\nB\0\0x");
    examples.add("t" + HELLO.substring(1, 20) + "\nT" + HELLO.substring(20));
    Json.parse(FromStrangers.vectors("messages.json"))
        .forEach(message -> examples.add(HELLO + "T" + Json.write(message)));
    return examples.stream().map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
