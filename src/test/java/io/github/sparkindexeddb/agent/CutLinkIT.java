// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.FaultyProxy;
import io.github.sparkindexeddb.testing.TestCertificate;
import io.github.sparkindexeddb.testing.WireFault;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way between a browser and the agent is cut, or changes a bit, at each byte of a read: the
 * page links again, and the split is what it would have been.
 */
@Timeout(120)
class CutLinkIT {
  /** In three batches, so that a read goes on after a key too. */
  private static final FakeStore THINGS = new FakeStore("fake", "things", 40, 16);

  private static final byte[] WHOLE = TestAgent.sealed(THINGS);

  @TempDir private Path folder;
  private HttpClient pages = HttpClient.newHttpClient();
  private TestAgent agent;
  private Http http;
  private FaultyProxy proxy;

  @AfterEach
  void stop() {
    proxy.close();
    agent.close();
  }

  @Test
  void givesEveryByteOnceWhereverAnAnswerOfTheBrowserIsCut() {
    start(TestAgent.start());
    assertWholeAtEach(FaultyProxy::up, WireFault::cutAfter, 1);
  }

  @Test
  void givesEveryByteOnceWhereverARequestToTheBrowserIsCut() {
    start(TestAgent.start());
    assertWholeAtEach(FaultyProxy::down, WireFault::cutAfter, 7);
  }

  @Test
  void takesNoByteThatChangedUnderTls() throws Exception {
    TestCertificate certificate = TestCertificate.madeIn(folder);
    TestAgent secure =
        TestAgent.start(options -> options.withTls(certificate.chain(), certificate.key()));
    pages = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
    start(
        secure,
        new Http(
            secure.agent().uri(),
            new OkHttpClient.Builder()
                .sslSocketFactory(certificate.trusting().getSocketFactory(), certificate.trust())
                .build()));
    assertWholeAtEach(FaultyProxy::up, WireFault::flipAt, 11);
    assertWholeAtEach(FaultyProxy::down, WireFault::flipAt, 11);
  }

  private void start(TestAgent started) {
    start(started, started.http());
  }

  private void start(TestAgent started, Http requests) {
    agent = started;
    http = requests;
    proxy = FaultyProxy.to(agent.agent().uri().toString());
  }

  private void assertWholeAtEach(
      BiFunction<FaultyProxy, WireFault, FaultyProxy> direction,
      LongFunction<WireFault> fault,
      int step) {
    AtomicLong passed = new AtomicLong();
    assertThat(readWith(direction, WireFault.counting(passed))).isEqualTo(WHOLE);
    assertThat(passed.get()).isGreaterThan(100);
    for (long at = 0; at < passed.get(); at += step) {
      int before = proxy.connections();
      assertThat(readWith(direction, fault.apply(at))).as("at %d", at).isEqualTo(WHOLE);
      assertThat(proxy.connections() - before).as("connections at %d", at).isEqualTo(2);
    }
  }

  /** Reads a split, on whose way there is the fault, of a page that links again. */
  private byte[] readWith(
      BiFunction<FaultyProxy, WireFault, FaultyProxy> direction, WireFault fault) {
    FakeBrowser first = link();
    String scan = scan();
    var unused = direction.apply(proxy, fault);
    CompletableFuture<byte[]> body =
        CompletableFuture.supplyAsync(() -> http.get(TestAgent.path(scan, 0)).body());
    await().pollInterval(Duration.ofMillis(2)).until(() -> body.isDone() || !isLinked());
    // In time for the agent, whether the page itself has heard of it or not.
    FakeBrowser again = body.isDone() ? first : link();
    try {
      return body.join();
    } finally {
      proxy.up(WireFault.NONE).down(WireFault.NONE);
      first.cut();
      again.cut();
    }
  }

  private boolean isLinked() {
    return http.get("/v1/clients").json().at("/clients/0/connected").asBoolean();
  }

  private FakeBrowser link() {
    FakeBrowser page =
        FakeBrowser.open(
            URI.create(proxy.url()),
            FakeBrowser.Setup.of("one", THINGS),
            pages,
            FakeBrowser::answerHonestly);
    page.welcomed().join();
    return page;
  }

  /** Creates a scan when the agent knows what the page has: no other answer is on the way then. */
  private String scan() {
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> http.get("/v1/clients").text().contains("\"fake\""));
    var body = Http.scan(THINGS.database(), THINGS.name());
    body.putObject("splits").put("atMost", 1);
    return http.post("/v1/scans", body).json().path("scan").asText();
  }
}
