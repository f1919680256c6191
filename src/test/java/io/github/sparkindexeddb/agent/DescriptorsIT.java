// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.testing.ChildAgent;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.RawPeer;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that may have few files and sockets, and more peers than that. */
class DescriptorsIT {
  private static final int DESCRIPTORS = 1_024;
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 100, 1_000);

  /** Of more bytes than sockets buffer, so that most of it is read and written later. */
  private static final FakeStore LARGE = new FakeStore("shop", "large", 4_000, 10_000);

  @TempDir private Path spool;

  private final List<RawPeer> peers = new ArrayList<>();
  private final Queue<Message.Request> withheld = new ConcurrentLinkedQueue<>();
  private ChildAgent agent;
  private FakeBrowser page;
  private Http http;

  @BeforeEach
  void start() {
    agent =
        ChildAgent.start(
            "512m",
            List.of("bash", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$0\" \"$@\""),
            "--spool",
            spool.toString());
    page = FakeBrowser.link(uri(), FakeBrowser.Setup.of("one", ORDERS, LARGE));
    http = new Http(uri());
  }

  @AfterEach
  void stop() {
    peers.forEach(RawPeer::close);
    page.close();
    agent.close();
  }

  @Test
  void whatIsReadGoesOnAndFilesAreWrittenHoweverManyConnect() throws Exception {
    String scan = scan(LARGE);
    try (Response reading = http.open(TestAgent.path(scan, 0), request -> request)) {
      reading.body().source().require(1_000);
      open(2 * DESCRIPTORS, "GET / HTTP/1.1\r\n");
      assertServes();
      assertThat(reading.body().bytes()).isEqualTo(TestAgent.sealed(LARGE));
    }
    assertThat(spool).isDirectoryContaining("glob:**.split");
    peers.forEach(RawPeer::close);
    assertServes();
  }

  @Test
  void readersTakeNoDescriptorThatAFileNeeds() {
    page.behave(this::withholdBatches);
    String path = TestAgent.path(scan(ORDERS), 0);
    open(DESCRIPTORS, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    // The last one was decided on when as many were closed as are too many.
    await().atMost(Duration.ofSeconds(60)).until(() -> closed() >= DESCRIPTORS / 2);
    await().until(() -> !withheld.isEmpty());
    page.behave(FakeBrowser::answerHonestly);
    withheld.forEach(page::answerHonestly);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                peers.stream()
                    .allMatch(peer -> peer.received().contains("Split-Rows:") || peer.isClosed()));
    assertThat(peers.stream().filter(peer -> peer.received().contains("Split-Rows:")).count())
        .as(agent.log())
        .isGreaterThan(DESCRIPTORS / 4);
    assertThat(peers)
        .allMatch(peer -> peer.received().isEmpty() || peer.received().contains("Split-Rows: 100"));
    peers.forEach(RawPeer::close);
    await().untilAsserted(this::assertServes);
  }

  private void withholdBatches(FakeBrowser from, Message.Request request) {
    if (request.body() instanceof WorkerRequest.Read) {
      withheld.add(request);
    } else {
      from.answerHonestly(request);
    }
  }

  private void open(int count, String text) {
    peers.addAll(RawPeer.of(uri(), count, text));
  }

  private long closed() {
    return peers.stream().filter(RawPeer::isClosed).count();
  }

  private void assertServes() {
    Http.Answer answer = http.get(TestAgent.path(scan(ORDERS), 0));
    assertThat(answer.status()).as(agent.log()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(TestAgent.sealed(ORDERS));
    assertThat(page.closed()).isNotDone();
  }

  private String scan(FakeStore store) {
    var body = Http.scan(store.database(), store.name());
    body.putObject("splits").put("atMost", 1);
    return http.post("/v1/scans", body).json().path("scan").asText();
  }

  private URI uri() {
    return URI.create(agent.endpoint());
  }
}
