// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.client.ShortTimeouts;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent stops, restarts, forgets or runs out of space. */
class AgentFaultsIT {
  private static final BrowserDatabase NOTES =
      BrowserDatabase.named("notes")
          .store("notes", "{ keyPath: 'id' }")
          .records(
              "Array.from({ length: 1000 }, (_, id) => ({ id, text: 'the note'.repeat(1000) }))");

  private FaultScenario faultScenario;

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void saysThatAnAgentWasRestartedMidSplit() {
    begin(AgentOptions.DEFAULT);
    try (HalfRead read = HalfRead.of(pages())) {
      faultScenario.stopAgent();
      faultScenario.startAgent();
      IndexedDbException error = Refusal.of(read::finish);
      assertThat(error.code()).isEqualTo(ErrorCode.SCAN_LOST);
      assertThat(error.sentence()).contains("restarted").contains("run the query again");
    }
  }

  @Test
  void saysHowMuchCameBeforeTheAgentWasStopped() throws IOException {
    begin(AgentOptions.DEFAULT);
    PlainScan pages = pages();
    try (SplitStream stream = ShortTimeouts.open(pages.address(), Duration.ofSeconds(1))) {
      stream.skipNBytes(1 << 20);
      faultScenario.stopAgent();
      IndexedDbException error = Refusal.of(stream::readAllBytes);
      assertThat(error.code()).isEqualTo(ErrorCode.AGENT_UNREACHABLE);
      assertThat(error.details().path("received").asLong())
          .isEqualTo(stream.bytesRead())
          .isGreaterThanOrEqualTo(1 << 20);
      assertThat(error.details().path("expected").asLong()).isEqualTo(Pages.COUNT);
      assertThat(error.sentence())
          .contains("after " + stream.bytesRead() + " bytes")
          .contains("of " + Pages.COUNT + " records")
          .contains("Cannot reach the agent at " + faultScenario.url());
    }
  }

  @Test
  void saysAtOnceThatNoAgentIsThere() {
    begin(AgentOptions.DEFAULT);
    faultScenario.stopAgent();
    IndexedDbException error = Refusal.of(() -> faultScenario.read().load("book/pages"));
    assertThat(error.code()).isEqualTo(ErrorCode.AGENT_UNREACHABLE);
    assertThat(error.sentence()).contains(faultScenario.url()).contains("Start it with");
  }

  @Test
  void linksAgainToARestartedAgent() {
    begin(AgentOptions.DEFAULT);
    faultScenario.stopAgent();
    faultScenario.startAgent();
    faultScenario.linked().awaitState("linked");
    Pages.assertWhole(pages().rows());
  }

  @Test
  void saysThatTheSpoolIsFullAndGoesOnWithOtherScans() {
    begin(AgentOptions.DEFAULT.withSpoolLimit(12 << 20));
    PlainScan notes = notes();
    IndexedDbException error = Refusal.of(() -> pages().rows());
    assertThat(error.code()).isEqualTo(ErrorCode.SPOOL_FULL);
    assertThat(error.sentence()).contains("12582912 bytes").contains("--spool-limit");
    assertThat(notes.rows()).hasSize(1000);
  }

  @Test
  void saysThatAScanHasExpired() {
    begin(AgentOptions.DEFAULT.withScanTtl(Duration.ofMillis(500)));
    PlainScan notes = notes();
    assertThat(notes.rows()).hasSize(1000);
    Awaitility.await("the scan's expiry")
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(() -> assertExpired(Refusal.of(notes::progress)));
    assertExpired(Refusal.of(notes::rows));
  }

  @Test
  void readsASplitThatNobodyHasReadOfAScanThatHasExpired() {
    begin(AgentOptions.DEFAULT.withScanTtl(Duration.ofMillis(500)));
    PlainScan notes = notes();
    Awaitility.await("the scan's expiry")
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(() -> assertExpired(Refusal.of(notes::progress)));
    assertThat(notes.rows()).hasSize(1000);
  }

  @Test
  void keepsAScanThatIsBeingReadHoweverSlowly() {
    begin(AgentOptions.DEFAULT.withScanTtl(Duration.ofSeconds(3)));
    PlainScan other = notes();
    try (HalfRead read = HalfRead.of(pages())) {
      Awaitility.await("the expiry of another scan")
          .atMost(20, TimeUnit.SECONDS)
          .untilAsserted(() -> assertExpired(Refusal.of(other::progress)));
      Pages.assertWhole(read.finish());
    }
  }

  private void begin(AgentOptions options) {
    faultScenario = FaultScenario.of(options, Pages.database(), NOTES);
  }

  private PlainScan pages() {
    return faultScenario.scan(Pages.DATABASE, Pages.STORE, Pages.ID, Pages.TEXT);
  }

  private PlainScan notes() {
    return faultScenario.scan("notes", "notes", Pages.ID, Pages.TEXT);
  }

  private static void assertExpired(IndexedDbException error) {
    assertThat(error.code()).isEqualTo(ErrorCode.SCAN_EXPIRED);
    assertThat(error.sentence()).contains("'--scan-ttl'");
  }
}
