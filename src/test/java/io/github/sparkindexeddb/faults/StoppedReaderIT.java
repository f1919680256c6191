// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.ChildAgent;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reader and agent, each a process of its own, are stopped, killed, and short of memory. */
@Timeout(180)
class StoppedReaderIT {
  @TempDir private Path folder;
  private ChildAgent agent;
  private LinkedApp app;

  private void start(String heap, String scanTtl) {
    agent = ChildAgent.start(heap, "--spool", folder.toString(), "--scan-ttl", scanTtl);
    app = LinkedApp.start(agent.endpoint(), Pages.database());
  }

  @AfterEach
  void close() {
    app.close();
    agent.close();
  }

  @Test
  void stopsTheBrowserBehindAStoppedReaderAndGoesOnWithIt() {
    start("128m", "30m");
    try (ChildJvm reader = reader()) {
      reader.await("its first rows", WaitingReader.BEGUN::equals, 60);
      Signals.stop(List.of(reader.handle()));
      long ahead = awaitUnchanged();
      assertThat(ahead).isLessThan(HalfRead.AHEAD + (12L << 20));
      Signals.resume(List.of(reader.handle()));
      reader.say("go on");
      reader.await("all rows", (WaitingReader.ROWS + Pages.COUNT)::equals, 60);
      reader.awaitEnd(30);
    }
  }

  @Test
  void freesTheSpoolAfterAReaderThatWasKilled() {
    start("128m", "3s");
    try (ChildJvm reader = reader()) {
      reader.await("its first rows", WaitingReader.BEGUN::equals, 60);
      assertThat(spooled()).isPositive();
      Signals.kill(List.of(reader.handle()));
      Awaitility.await("an empty spool").atMost(60, TimeUnit.SECONDS).until(() -> spooled() == 0);
    }
    assertThat(pages().rows()).as("the next read").hasSize(Pages.COUNT);
  }

  /** As one that collects garbage for long, or whose machine sleeps: nobody gives it up. */
  @Test
  void goesOnWithAnAgentThatWasStopped() {
    start("128m", "30m");
    try (HalfRead read = HalfRead.of(pages())) {
      Signals.stop(List.of(agent.handle()));
      CompletableFuture<List<List<Object>>> rest = CompletableFuture.supplyAsync(read::finish);
      Awaitility.await("a page that takes the agent for gone")
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> !state().equals("linked"));
      Signals.resume(List.of(agent.handle()));
      Pages.assertWhole(rest.join());
    }
  }

  /** 40 MB at a time through a heap of 64 MiB, to five readers at once. */
  @Test
  void servesManyReadersWithoutMoreMemoryThanItHas() {
    start("64m", "30m");
    List<CompletableFuture<Void>> readers =
        Stream.generate(this::pages)
            .limit(5)
            .map(scan -> CompletableFuture.runAsync(() -> Pages.assertWhole(scan.rows())))
            .toList();
    readers.forEach(CompletableFuture::join);
    assertThat(agent.log()).doesNotContain("OutOfMemoryError");
  }

  private ChildJvm reader() {
    return ChildJvm.ofClass("256m", WaitingReader.class, agent.endpoint());
  }

  private PlainScan pages() {
    return PlainScan.of(
        agent.endpoint(), Pages.DATABASE, Pages.STORE, List.of(Pages.ID, Pages.TEXT));
  }

  private String state() {
    return app.tab().evaluate("window.link.status.state").asText();
  }

  /** Returns what the spool has when it grows no more. */
  private long awaitUnchanged() {
    AtomicLong before = new AtomicLong(-1);
    Awaitility.await("the browser's stop")
        .atMost(30, TimeUnit.SECONDS)
        .during(Duration.ofMillis(1500))
        .until(() -> before.getAndSet(spooled()) == before.get());
    return before.get();
  }

  private long spooled() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
