// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.RawPeer;
import io.github.sparkindexeddb.testing.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that never end what they have begun are closed, and those who behave are served. */
class SilentPeersTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 100, 1_000);

  /** Of more bytes than sockets buffer. */
  private static final FakeStore LARGE = new FakeStore("shop", "large", 4_000, 10_000);

  private static final String HOST = "Host: localhost\r\n";

  @TempDir private static Path directory;

  private final List<RawPeer> peers = new ArrayList<>();
  private TestAgent agent;
  private FakeBrowser page;

  @BeforeEach
  void start() {
    agent = TestAgent.start();
    page = agent.link("one", ORDERS, LARGE);
  }

  @AfterEach
  void stop() {
    peers.forEach(RawPeer::close);
    page.close();
    agent.close();
  }

  @Test
  void thousandsOfIdleSocketsEndAndDisturbNobody() {
    open(2_000, "");
    assertServes();
    passUntilClosed(peer -> {});
    await().until(() -> gauge("connections") < 20);
  }

  @Test
  void headsThatComeByteByByteEnd() {
    open(50, "GET /v1/health HTTP/1.1\r\n" + HOST + "X: ");
    pass(9, peer -> peer.say("a"));
    assertThat(peers).noneMatch(RawPeer::isClosed);
    passUntilClosed(peer -> peer.say("a"));
  }

  @Test
  void bodiesThatComeByteByByteEnd() {
    String head = "POST /v1/scans HTTP/1.1\r\n" + HOST;
    open(50, head + "Content-Length: 1000\r\n\r\n{");
    open(50, head + "Transfer-Encoding: chunked\r\n\r\n");
    pass(29, peer -> peer.say("1\r\n \r\n"));
    assertThat(peers).noneMatch(RawPeer::isClosed);
    passUntilClosed(peer -> peer.say("1\r\n \r\n"));
  }

  @Test
  void answersThatNobodyTakesEnd() {
    open(3, ("GET / HTTP/1.1\r\n" + HOST + "\r\n").repeat(3_000));
    await()
        .until(
            () -> {
              pass(1, peer -> {});
              return gauge("connections_timed_out_total") == 3;
            });
    // They read what was sent until then, and its end.
    awaitAllClosed();
  }

  @Test
  void anAnswerToAReaderMayBeTakenAsSlowlyAsItLikes() throws Exception {
    String scan = agent.scan(LARGE);
    try (Response slow = agent.http().open(TestAgent.path(scan, 0), request -> request)) {
      slow.body().source().require(1_000);
      pass(120, peer -> {});
      assertThat(slow.body().bytes()).isEqualTo(TestAgent.sealed(LARGE));
    }
  }

  @Test
  void pagesThatSayNoHelloEnd() {
    open(
        50,
        "GET /v1/connect HTTP/1.1\r\n"
            + HOST
            + "Origin: "
            + FakeBrowser.ORIGIN
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    await().until(() -> peers.stream().allMatch(peer -> peer.received().contains(" 101 ")));
    passUntilClosed(peer -> {});
  }

  @Test
  void tlsHandshakesThatStopEnd() throws Exception {
    TestCertificate certificate = TestCertificate.madeIn(directory);
    try (TestAgent tls =
            TestAgent.start(options -> options.withTls(certificate.chain(), certificate.key()));
        SSLSocket shaken =
            (SSLSocket)
                certificate
                    .trusting()
                    .getSocketFactory()
                    .createSocket("127.0.0.1", tls.agent().uri().getPort())) {
      peers.addAll(RawPeer.of(tls.agent().uri(), 50, ""));
      peers.addAll(RawPeer.of(tls.agent().uri(), 50, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"));
      shaken.startHandshake();
      OkHttpClient client =
          new OkHttpClient.Builder()
              .sslSocketFactory(certificate.trusting().getSocketFactory(), certificate.trust())
              .build();
      Http http = new Http(tls.agent().uri(), client);
      assertThat(http.get("/v1/clients").status()).isEqualTo(200);
      tls.scheduler().pass(Duration.ofSeconds(11));
      awaitAllClosed();
      shaken.setSoTimeout(10_000);
      assertThat(shaken.getInputStream().readAllBytes()).isEmpty();
      assertThat(http.get("/v1/clients").status()).isEqualTo(200);
    }
  }

  private void open(int count, String text) {
    peers.addAll(RawPeer.of(agent.agent().uri(), count, text));
    assertServes();
  }

  /** Lets seconds pass while those who behave go on. */
  private void pass(int seconds, Consumer<RawPeer> everySecond) {
    for (int second = 0; second < seconds; second++) {
      peers.forEach(everySecond);
      agent.scheduler().pass(Duration.ofSeconds(1));
      if (second % 5 == 0) {
        assertServes();
      }
    }
    assertServes();
  }

  /** The agent may have taken some of them in, or read their heads, after time began to pass. */
  private void passUntilClosed(Consumer<RawPeer> everySecond) {
    await()
        .until(
            () -> {
              pass(1, everySecond);
              return peers.stream().allMatch(RawPeer::isClosed);
            });
  }

  /** By that the page has also answered the pings that were before. */
  private void assertServes() {
    assertThat(agent.split(agent.scan(ORDERS), 0).body()).isEqualTo(TestAgent.sealed(ORDERS));
    assertThat(page.closed()).isNotDone();
  }

  private void awaitAllClosed() {
    await().until(() -> peers.stream().allMatch(RawPeer::isClosed));
    assertThat(page.closed()).isNotDone();
  }

  private double gauge(String name) {
    return agent
        .http()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("spark_indexeddb_agent_" + name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
