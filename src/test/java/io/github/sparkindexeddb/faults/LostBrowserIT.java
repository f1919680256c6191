// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.Gate;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The browser goes away in the middle of a split, and comes back or does not. */
class LostBrowserIT {
  private FaultScenario faultScenario;

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void goesOnAfterAReloadOfThePage() {
    begin(Duration.ofSeconds(60));
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      tab.reload();
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void goesOnWhenTheTabIsClosedAndOpenedAgain() {
    begin(Duration.ofSeconds(60));
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      tab.close();
      faultScenario.anotherTab();
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void goesOnAfterACrashOfTheRenderer() {
    begin(Duration.ofSeconds(60));
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      tab.crash();
      tab.reload();
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void goesOnWhenTheRendererCrashesWhileItReads() {
    begin(Duration.ofSeconds(60));
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      read.more(8 << 20);
      tab.crash();
      tab.reload();
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void goesOnWheneverTheBrowserStopsTheServiceWorker() {
    begin(Duration.ofSeconds(60));
    Tab tab = faultScenario.tab();
    PlainScan pages = pages();
    tab.stopServiceWorkers();
    try (HalfRead read = HalfRead.of(pages)) {
      for (int part = 0; part < 8; part++) {
        tab.stopServiceWorkers();
        read.more(2 << 20);
      }
      Pages.assertWhole(read.finish());
      assertThat(read.resumes()).isZero();
    }
  }

  @Test
  void letsAnotherTabTakeOver() {
    begin(Duration.ofSeconds(60));
    Tab first = faultScenario.tab();
    Tab second = faultScenario.anotherTab();
    LinkedApp.awaitState(second, "standby");
    try (HalfRead read = HalfRead.of(pages())) {
      first.close();
      LinkedApp.awaitState(second, "linked");
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void failsWithWhatCameWhenTheTabStaysAway() {
    begin(Duration.ofSeconds(1));
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      tab.close();
      assertLost(Refusal.of(read::finish));
    }
  }

  @Test
  void failsWithWhatCameWhenTheProfileIsClosed() {
    begin(Duration.ofSeconds(1));
    try (HalfRead read = HalfRead.of(pages())) {
      faultScenario.linked().profile().close();
      assertLost(Refusal.of(read::finish));
    }
  }

  @Test
  void failsWhenAnotherProfileComesInstead() {
    begin(Duration.ofSeconds(2));
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      tab.close();
      faultScenario.linked().otherBrowser(Pages.database());
      assertLost(Refusal.of(read::finish));
    }
  }

  @Test
  void completesASparkJobWhenThePageIsReloaded() {
    begin(Duration.ofSeconds(60));
    Tab tab = faultScenario.tab();
    try (Gate gate = Gate.atRow(10)) {
      Gate.Job job = gate.collect(sparkPages());
      gate.awaitReached();
      tab.reload();
      gate.open();
      assertThat(job.rows()).isEqualTo(expectedLines());
    }
  }

  @Test
  void failsASparkJobWithWhatCameAndWhatWasExpected() {
    begin(Duration.ofSeconds(1));
    Tab tab = faultScenario.tab();
    try (Gate gate = Gate.atRow(10)) {
      Gate.Job job = gate.collect(sparkPages());
      gate.awaitReached();
      tab.close();
      gate.open();
      assertLost(Refusal.of(job::rows));
    }
  }

  private void begin(Duration grace) {
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT.withGrace(grace), Pages.database());
  }

  private PlainScan pages() {
    return faultScenario.scan(Pages.DATABASE, Pages.STORE, Pages.ID, Pages.TEXT);
  }

  private Dataset<Row> sparkPages() {
    return faultScenario
        .read()
        .option("maxPartitions", 1)
        .schema("id BIGINT, text STRING")
        .load("book/pages");
  }

  private static List<String> expectedLines() {
    return LongStream.range(0, Pages.COUNT).mapToObj(id -> id + "," + Pages.text(id)).toList();
  }

  private static void assertLost(IndexedDbException error) {
    assertThat(error.code()).isEqualTo(ErrorCode.CLIENT_LOST);
    long received = error.details().path("received").asLong();
    assertThat(received).isBetween(1L, Pages.COUNT - 1L);
    assertThat(error.sentence())
        .contains("Received " + received + " of " + Pages.COUNT + " records");
  }
}
