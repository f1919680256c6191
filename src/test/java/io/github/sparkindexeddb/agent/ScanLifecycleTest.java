// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanLifecycleTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 3_000, 1_000);

  @TempDir private Path spool;

  private TestAgent agent;
  private FakeBrowser browser;

  @BeforeEach
  void start() {
    agent = TestAgent.start(options -> options.withSpool(spool).withSpoolLimit(16 << 20));
    browser = agent.link("one", ORDERS);
  }

  @AfterEach
  void stop() {
    browser.close();
    agent.close();
  }

  @Test
  void expiresSomeTimeAfterTheLastByteRead() {
    String scan = agent.scan(ORDERS);
    assertThat(agent.split(scan, 0).status()).isEqualTo(200);
    agent.scheduler().pass(Duration.ofMinutes(29));
    assertThat(agent.split(scan, 0).status()).isEqualTo(200);
    awaitExpiry(agent, Duration.ofMinutes(31));

    Http.Answer late = agent.split(scan, 0);
    assertThat(late.status()).isEqualTo(410);
    assertThat(late.code()).isEqualTo("SCAN_EXPIRED");
    assertThat(late.message()).contains("1800 s", "'--scan-ttl'");
    await().untilAsserted(() -> assertThat(spool).isDirectoryNotContaining("glob:**.split"));
  }

  @Test
  void doesNotExpireWhileSomeoneReads() {
    try (TestAgent brief = TestAgent.start(o -> o.withScanTtl(Duration.ofSeconds(5)));
        FakeBrowser silent = brief.link("one", ORDERS)) {
      String scan = brief.scan(ORDERS);
      silent.behave((page, request) -> {});
      var unused0 = CompletableFuture.runAsync(() -> brief.split(scan, 0));
      await().until(() -> silent.requests(WorkerRequest.Read.class).size() == 1);
      brief.scheduler().pass(Duration.ofSeconds(25));
      assertThat(brief.progress(scan).path("scan").asText()).isEqualTo(scan);
    }
  }

  @Test
  void livesOnWhileSomebodyKeepsIt() {
    String scan = agent.scan(ORDERS);
    agent.split(scan, 0);
    for (int i = 0; i < 3; i++) {
      agent.scheduler().pass(Duration.ofMinutes(29));
      Http.Answer kept = keep(scan);
      assertThat(kept.status()).isEqualTo(200);
      assertThat(kept.json()).isEqualTo(agent.progress(scan));
    }
    assertThat(agent.split(scan, 0).status()).isEqualTo(200);
    awaitExpiry(agent, Duration.ofMinutes(31));
    assertThat(keep(scan).code()).isEqualTo("SCAN_EXPIRED");
  }

  @Test
  void readsWhatNobodyHasReadOfAnExpiredScan() {
    try (TestAgent brief = TestAgent.start(o -> o.withScanTtl(Duration.ofSeconds(2)));
        FakeBrowser one = brief.link("one", ORDERS);
        FakeBrowser two = brief.link("two", ORDERS)) {
      String scan = brief.scan(ORDERS);
      assertThat(brief.split(scan, 0).status()).isEqualTo(200);
      awaitExpiry(brief, Duration.ofSeconds(3));

      Http.Answer late = brief.split(scan, 1);

      assertThat(late.status()).isEqualTo(200);
      assertThat(late.body()).isEqualTo(TestAgent.sealed(ORDERS));
      assertThat(brief.split(scan, 1).body()).isEqualTo(late.body());
      assertThat(brief.split(scan, 0).code()).isEqualTo("SCAN_EXPIRED");
      awaitExpiry(brief, Duration.ofSeconds(3));
      assertThat(brief.split(scan, 1).code()).isEqualTo("SCAN_EXPIRED");
      assertThat(one.requests(WorkerRequest.Plan.class)).hasSize(1);
      assertThat(two.requests(WorkerRequest.Plan.class)).hasSize(1);
    }
  }

  @Test
  void isCreatedAgainWithTheSameSplits() {
    JsonNode first = agent.scanResponse(ORDERS, 4);
    int plans = browser.requests(WorkerRequest.Plan.class).size();
    var body = Http.scan(ORDERS.database(), ORDERS.name());
    body.putObject("splits").set("planned", first.path("planned"));

    JsonNode again = agent.http().post("/v1/scans", body).json();

    assertThat(again.path("scan")).isNotEqualTo(first.path("scan"));
    assertThat(again.path("splits")).isEqualTo(first.path("splits"));
    assertThat(again.path("planned")).isEqualTo(first.path("planned"));
    assertThat(browser.requests(WorkerRequest.Plan.class)).hasSize(plans);
    for (int n = 0; n < first.path("splits").size(); n++) {
      assertThat(agent.split(again.path("scan").asText(), n).body())
          .isEqualTo(agent.split(first.path("scan").asText(), n).body());
    }
  }

  private Http.Answer keep(String scan) {
    return agent
        .http()
        .send("/v1/scans/" + scan, request -> request.put(RequestBody.create(new byte[0])));
  }

  /** A reader is gone a moment after its last byte. */
  private static void awaitExpiry(TestAgent of, Duration ttl) {
    await()
        .untilAsserted(
            () -> {
              of.scheduler().pass(ttl);
              assertThat(of.http().get("/v1/scans").json().path("scans")).isEmpty();
            });
  }

  @Test
  void isLostToAnAgentThatDoesNotKnowIt() {
    Http.Answer answer = agent.split("AAAAAAAAAAAAAAAAAAAAAA", 0);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("SCAN_LOST");
    assertThat(answer.message()).contains("'AAAAAAAAAAAAAAAAAAAAAA'", "the agent was restarted");
  }

  @Test
  void isReleasedOnRequestWithItsBytes() {
    String scan = agent.scan(ORDERS);
    agent.split(scan, 0);
    assertThat(spool).isDirectoryContaining("glob:**.split");
    Http.Answer released = agent.http().send("/v1/scans/" + scan, request -> request.delete());
    assertThat(released.status()).isEqualTo(204);
    await().untilAsserted(() -> assertThat(spool).isDirectoryNotContaining("glob:**.split"));
    assertThat(agent.split(scan, 0).code()).isEqualTo("SCAN_LOST");
    assertThat(agent.http().send("/v1/scans/" + scan, request -> request.delete()).status())
        .isEqualTo(204);
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    String scan = agent.scan(ORDERS);
    int whole = agent.split(scan, 0).body().length;
    try (FileChannel file = spoolFile()) {
      file.truncate(file.size() - 1);
    }
    assertDamaged(agent.split(scan, 0), "has " + (whole - 1) + " bytes, not " + whole);
    assertThat(agent.progress(scan).at("/splits/0/state").asText()).isEqualTo("failed");
  }

  @Test
  void neverEndsABodyWithOneByteChanged() throws IOException {
    String scan = agent.scan(ORDERS);
    agent.split(scan, 0);
    try (FileChannel file = spoolFile()) {
      file.write(ByteBuffer.wrap(new byte[] {1}), 1_000_000);
    }
    assertThatThrownBy(() -> agent.split(scan, 0))
        .rootCause()
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("not found");
    assertDamaged(agent.split(scan, 0), "its bytes have changed");
  }

  @Test
  void noticesDamageBeforeTheOffsetOfAResumedReader() throws IOException {
    String scan = agent.scan(ORDERS);
    agent.split(scan, 0);
    try (FileChannel file = spoolFile()) {
      file.write(ByteBuffer.wrap(new byte[] {1}), 0);
    }
    String path = TestAgent.path(scan, 0) + "?offset=2999000";
    assertDamaged(agent.http().get(path), "its bytes have changed");
  }

  @Test
  void failsWhenTheDiskIsFullAndGoesOnServingOthers() {
    String sealed = agent.scan(ORDERS);
    byte[] body = agent.split(sealed, 0).body();
    String scan = agent.scan(ORDERS);
    agent.disk().failWrites("No space left on device");
    Http.Answer answer = agent.split(scan, 0);
    assertThat(answer.status()).isEqualTo(507);
    assertThat(answer.code()).isEqualTo("SPOOL_FULL");
    assertThat(answer.message()).contains(spool.toString());
    assertThat(agent.split(sealed, 0).body()).isEqualTo(body);
    assertThat(browser.closed()).isNotDone();
  }

  @Test
  void failsWhenTheSpoolHasReachedItsLimit() {
    FakeStore big = new FakeStore("shop", "orders", 3_000, 10_000);
    try (FakeBrowser other = agent.link("one", big)) {
      String scan = agent.scan(big);
      assertThatThrownBy(() -> agent.split(scan, 0))
          .rootCause()
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("not found");
      Http.Answer later = agent.split(scan, 0);
      assertThat(later.code()).isEqualTo("SPOOL_FULL");
      assertThat(later.message()).contains("'--spool-limit'");
      await().untilAsserted(() -> assertThat(spool).isDirectoryNotContaining("glob:**.split"));
    }
  }

  @Test
  void failsLaterReadersWhenTheDeviceDoesNotKeepTheBytes() {
    String whole = agent.scan(ORDERS);
    byte[] body = agent.split(whole, 0).body();
    String scan = agent.scan(ORDERS);
    agent.disk().failForce("Input/output error");
    try {
      assertThat(agent.split(scan, 0).body()).isEqualTo(body);
    } catch (RuntimeException cutOff) {
      assertThat(cutOff).rootCause().isInstanceOf(EOFException.class);
    }
    await().until(() -> agent.progress(scan).at("/splits/0/state").asText().equals("failed"));
    assertThat(agent.split(scan, 0).code()).isEqualTo("SPOOL_FAILED");
  }

  @Test
  void requestsNoMoreRecordsInASplitThanJavaScriptCounts() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      var body = Http.scan(ORDERS.database(), ORDERS.name());
      body.putObject("splits").put("recordsPerSplit", Long.MAX_VALUE);
      assertThat(agent.http().post("/v1/scans", body).status()).isEqualTo(200);
      assertThat(browser.requests(WorkerRequest.Plan.class).get(0).sizes().recordsPerSplit())
          .isEqualTo((1L << 53) - 1);
    }
  }

  @Test
  void sharesTheMostSplitsOverTheClientsButGivesEachOne() {
    try (FakeBrowser two = agent.link("two", ORDERS);
        FakeBrowser three = agent.link("three", ORDERS)) {
      assertThat(splitsOf(agent.scanResponse(ORDERS, 5)))
          .containsExactly("one", "one", "three", "three", "two");
      assertThat(splitsOf(agent.scanResponse(ORDERS, 2))).containsExactly("one", "three", "two");
      JsonNode scan = agent.http().post("/v1/scans", Http.scan("shop", "orders")).json();
      assertThat(splitsOf(scan)).hasSize(6);
    }
  }

  @Test
  void listsScansWithTheirProgress() {
    String scan = agent.scan(ORDERS);
    agent.split(scan, 0);
    JsonNode listed = agent.http().get("/v1/scans").json().at("/scans/0");
    assertThat(listed).isEqualTo(agent.progress(scan));
    assertThat(listed.path("records").asLong()).isEqualTo(3000);
    assertThat(listed.path("bytes").asLong()).isEqualTo(TestAgent.sealed(ORDERS).length);
    assertThat(listed.at("/splits/0/state").asText()).isEqualTo("sealed");
  }

  private FileChannel spoolFile() throws IOException {
    return FileChannel.open(
        spool.resolve("1.split"), StandardOpenOption.WRITE, StandardOpenOption.READ);
  }

  private static List<String> splitsOf(JsonNode scan) {
    return scan.path("splits").findValuesAsText("client");
  }

  private static void assertDamaged(Http.Answer answer, String how) {
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.code()).isEqualTo("SPLIT_DAMAGED");
    assertThat(answer.message()).contains(how);
  }
}
