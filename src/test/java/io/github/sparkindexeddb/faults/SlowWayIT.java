// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.FaultyProxy;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.testing.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network between browser, agent and reader is late, narrow, or gone for a while. */
@Timeout(180)
class SlowWayIT {
  private static final int COUNT = 300;

  /** 6 MB, in records of 20 kB. */
  private static final BrowserDatabase NOTES =
      BrowserDatabase.named("book")
          .store("pages", "{ keyPath: 'id' }")
          .records(
              "Array.from({ length: %d }, (_, id) => ({ id, text: String(id).padStart(8, '0').repeat(2500) }))"
                  .formatted(COUNT));

  private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
  private final FaultyProxy ofBrowser = FaultyProxy.to(agent.uri().toString());
  private final FaultyProxy ofReader = FaultyProxy.to(agent.uri().toString());
  private final LinkedApp app = LinkedApp.start(ofBrowser.url(), NOTES);

  @AfterEach
  void close() {
    app.close();
    ofReader.close();
    ofBrowser.close();
    agent.close();
  }

  @Test
  void readsTheSameRowsThroughLatencyAndJitter() {
    WireFault late = WireFault.delay(Duration.ofMillis(10), Duration.ofMillis(40));
    ofBrowser.up(late).down(late);
    ofReader.up(late).down(late);
    Dataset<Row> pages =
        TestSpark.spark()
            .read()
            .format("indexeddb")
            .option("endpoint", ofReader.url())
            .option("recordsPerPartition", 50)
            .load("book/pages");
    assertThat(pages.select("id", "text").orderBy("id").collectAsList())
        .extracting(row -> row.getLong(0) + "," + row.getString(1))
        .isEqualTo(expected());
  }

  /** A batch of 1 MiB takes 4 s, and a pong stands behind it. */
  @Test
  void waitsForASlowBrowserAsLongAsSomethingComes() {
    ofBrowser.up(WireFault.rate(250_000));
    app.tab().throttle(20);
    PlainScan pages = pages(agent.uri().toString());
    assertWhole(pages.rows());
    assertThat(ofBrowser.connections()).as("the link was kept").isEqualTo(1);
  }

  @Test
  void readsThroughAWayThatDropsConnectionsOnWhichNothingPasses() {
    ofBrowser.dropsIdle(Duration.ofMillis(300));
    ofReader.dropsIdle(Duration.ofMillis(300));
    ofBrowser.drop();
    app.awaitState("linked");
    PlainScan pages = pages(agent.uri().toString()).through(ofReader.url());
    int before = ofBrowser.connections();
    Awaitility.await("a link that was dropped and renewed")
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> ofBrowser.connections() >= before + 2);
    assertWhole(pages.rows());
  }

  /** No end of the connection is told to anyone: only silence tells. */
  @Test
  void linksAgainAndGoesOnWhenTheOtherEndIsGoneWithoutAWord() {
    PlainScan pages = pages(agent.uri().toString());
    ofBrowser.hold();
    CompletableFuture<List<List<Object>>> reading = CompletableFuture.supplyAsync(pages::rows);
    Awaitility.await("a page that takes the agent for gone")
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> ofBrowser.connections() >= 2);
    ofBrowser.drop();
    ofBrowser.release();
    assertWhole(reading.join());
  }

  private static PlainScan pages(String url) {
    return PlainScan.of(url, "book", "pages", List.of(Pages.ID, Pages.TEXT));
  }

  private static void assertWhole(List<List<Object>> rows) {
    assertThat(rows).extracting(row -> row.get(0) + "," + row.get(1)).isEqualTo(expected());
  }

  private static List<String> expected() {
    return LongStream.range(0, COUNT).mapToObj(id -> id + "," + Pages.text(id)).toList();
  }
}
