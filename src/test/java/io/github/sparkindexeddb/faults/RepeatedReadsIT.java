// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.testing.Gate;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.util.ArrowUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits that are read twice, at once or one after the other, and reads that nobody finishes. */
class RepeatedReadsIT {
  /**
   * Most that a browser may have sent when its reader has stopped early: what may lie in between.
   */
  private static final long UNREAD = HalfRead.AHEAD + (8L << 20);

  /** Changes, deletes and adds pages. */
  private static final String CHANGE =
      """
      await new Promise((resolve, reject) => {
        const request = indexedDB.open('book');
        request.onsuccess = () => {
          const transaction = request.result.transaction('pages', 'readwrite');
          const pages = transaction.objectStore('pages');
          for (let id = 0; id < 2000; id += 2) pages.put({ id, text: 'changed!'.repeat(2500) });
          for (let id = 1; id < 2000; id += 4) pages.delete(id);
          for (let id = 0; id < 4000; id += 3) pages.put({ id: id - 2000, text: 'new page'.repeat(2500) });
          transaction.oncomplete = () => { request.result.close(); resolve(); };
          transaction.onabort = () => reject(transaction.error);
        };
      })
      """;

  @TempDir Path folder;
  private FaultScenario faultScenario;

  @BeforeEach
  void begin() {
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT.withSpool(folder), Pages.database());
  }

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void givesALaterReaderTheSameBytesWhateverTheAppDid() {
    PlainScan pages = pages();
    byte[] first = pages.body();
    faultScenario.tab().evaluate(CHANGE);
    assertThat(pages.body()).isEqualTo(first);
    Pages.assertWhole(PlainScan.rows(first));
  }

  @Test
  void givesTwinsTheSameBytesWhileTheStoreChanges() throws IOException {
    PlainScan pages = pages();
    try (SplitStream one = pages.stream();
        SplitStream twin = pages.stream()) {
      byte[] begin = one.readNBytes(3 << 20);
      assertThat(twin.readNBytes(2 << 20)).isEqualTo(Arrays.copyOf(begin, 2 << 20));
      faultScenario.tab().evaluate(CHANGE);
      byte[] next = one.readNBytes(20 << 20);
      twin.skipNBytes(1 << 20);
      assertThat(twin.readNBytes(20 << 20)).isEqualTo(next);
      byte[] rest = twin.readAllBytes();
      assertThat(one.readAllBytes()).isEqualTo(rest).isNotEmpty();
      assertThat(one.trailers()).isEqualTo(twin.trailers());
    }
  }

  @Test
  void keepsAPausedSplitForATwinWhoseBrowserIsGone() {
    PlainScan pages = pages();
    byte[] first = pages.body();
    faultScenario.linked().profile().close();
    assertThat(pages.body()).isEqualTo(first);
  }

  @Test
  void givesARetriedTaskTheSameRows() {
    try (Gate gate = Gate.failingOnceAtRow(700)) {
      Gate.Job job = gate.collect(sparkPages(1));
      assertThat(job.rows())
          .isEqualTo(
              LongStream.range(0, Pages.COUNT).mapToObj(id -> id + "," + Pages.text(id)).toList());
    }
  }

  @Test
  void stopsTheBrowserWhenItsReaderLeaves() {
    PlainScan pages = pages();
    HalfRead.of(pages).close();
    assertStopped(pages);
  }

  @Test
  void goesOnForAReaderThatComesLater() {
    PlainScan pages = pages();
    HalfRead.of(pages).close();
    assertStopped(pages);
    Pages.assertWhole(pages.rows());
  }

  @Test
  void stopsTheBrowserWhenAJobIsCancelled() {
    long before = ArrowUtils.rootAllocator().getAllocatedMemory();
    try (Gate gate = Gate.atRow(10)) {
      Gate.Job job = gate.collectInGroup("cancelled", sparkPages(1));
      gate.awaitReached();
      assertStopped(this::spooled);
      TestSpark.spark().sparkContext().cancelJobGroup("cancelled");
      gate.open();
      assertThatThrownBy(job::rows).hasMessageContaining("cancelled");
    }
    assertStopped(this::spooled);
    assertNothingLeft(before);
  }

  @Test
  void endsTheTasksOfACancelledJobThatWaitForTheirBrowser() {
    long before = ArrowUtils.rootAllocator().getAllocatedMemory();
    try (Gate gate = Gate.atRow(10)) {
      Gate.Job job = gate.collectInGroup("lonely", sparkPages(1));
      gate.awaitReached();
      faultScenario.tab().close();
      gate.open();
      awaitUnchanged("a task that waits for the browser", gate::passed);
      assertThat(gate.passed()).isBetween(10L, Pages.COUNT - 1L);
      TestSpark.spark().sparkContext().cancelJobGroup("lonely");
      assertThatThrownBy(job::rows).hasMessageContaining("cancelled");
    }
    assertNothingLeft(before);
  }

  @Test
  void stopsTheBrowserWhenALimitIsReached() {
    long before = ArrowUtils.rootAllocator().getAllocatedMemory();
    assertThat(sparkPages(1).limit(3).collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(0L, 1L, 2L);
    assertThat(sparkPages(2).takeAsList(3)).hasSize(3);
    assertStopped(this::spooled);
    assertNothingLeft(before);
  }

  private PlainScan pages() {
    return faultScenario.scan(Pages.DATABASE, Pages.STORE, Pages.ID, Pages.TEXT);
  }

  private Dataset<Row> sparkPages(int partitions) {
    return faultScenario
        .read()
        .option("maxPartitions", partitions)
        .schema("id BIGINT, text STRING")
        .load("book/pages");
  }

  /** Bytes that the browser has sent and that are still kept. */
  private long spooled() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertStopped(PlainScan scan) {
    assertStopped(() -> scan.progress().received().bytes());
  }

  private static void assertStopped(LongSupplier bytes) {
    awaitUnchanged("the browser's stop", bytes);
    assertThat(bytes.getAsLong()).isLessThan(UNREAD);
  }

  private static void awaitUnchanged(String what, LongSupplier value) {
    AtomicLong before = new AtomicLong(-1);
    Awaitility.await(what)
        .atMost(20, TimeUnit.SECONDS)
        .during(Duration.ofMillis(500))
        .until(() -> before.getAndSet(value.getAsLong()) == before.get());
  }

  private void assertNothingLeft(long memory) {
    Awaitility.await("the end of all tasks")
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () -> TestSpark.spark().sparkContext().statusTracker().getActiveJobIds().length == 0);
    Awaitility.await("the release of all Arrow memory")
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> ArrowUtils.rootAllocator().getAllocatedMemory() == memory);
  }
}
