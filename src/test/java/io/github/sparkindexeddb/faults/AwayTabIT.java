// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What browsers and their users do to a page in the middle of a read, but for closing it. */
@Timeout(120)
class AwayTabIT {
  /** The clock of the page, years away from where it was. */
  private static final String STEP =
      """
      {
        const now = Date.now;
        Date.now = () => now() + %d * 365 * 24 * 3600 * 1000;
      }
      0
      """;

  private static final String NAMES = "(await indexedDB.databases()).length";

  @TempDir private Path folder;
  private FaultScenario faultScenario;

  @BeforeEach
  void begin() {
    faultScenario =
        FaultScenario.of(
            AgentOptions.DEFAULT.withSpool(folder).withGrace(Duration.ofSeconds(3)),
            Pages.database());
  }

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void goesOnWithAPageThatWasFrozen() {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      tab.freeze();
      CompletableFuture<List<List<Object>>> rest = CompletableFuture.supplyAsync(read::finish);
      tab.thaw();
      Pages.assertWhole(rest.join());
    }
  }

  @Test
  void goesOnWithAnotherTabWhenTheFrozenOneGoes() {
    Tab first = faultScenario.tab();
    Tab second = faultScenario.anotherTab();
    LinkedApp.awaitState(second, "standby");
    try (HalfRead read = HalfRead.of(pages())) {
      first.freeze();
      first.close();
      LinkedApp.awaitState(second, "linked");
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void readsWholeThoughTheClockOfThePageJumpsByYears() {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      tab.evaluate(STEP.formatted(10));
      read.more(8 << 20);
      tab.evaluate(STEP.formatted(-20));
      Pages.assertWhole(read.finish());
      assertThat(read.resumes()).isZero();
    }
  }

  /** Its databases go at once, and what it has in memory does not pass for them. */
  @Test
  void endsTheReadWhenTheUserClearsTheDataOfTheSite() {
    Tab tab = faultScenario.tab();
    String client = faultScenario.linked().client();
    try (HalfRead read = HalfRead.of(pages())) {
      tab.clearSiteData(faultScenario.linked().origin());
      IndexedDbException error = Refusal.of(read::finish);
      assertThat(error.code())
          .as("whether the worker, the database or the link goes first")
          .isIn(ErrorCode.WORKER_SILENT, ErrorCode.DATABASE_NOT_FOUND, ErrorCode.CLIENT_LOST);
      assertThat(tab.evaluate(NAMES).intValue()).isZero();
    }
    tab.navigate(faultScenario.linked().app().page());
    LinkedApp.awaitState(tab, "linked");
    assertThat(faultScenario.linked().client()).as("the id of a new browser").isNotEqualTo(client);
    assertThat(Refusal.of(this::pages).code()).isEqualTo(ErrorCode.DATABASE_NOT_FOUND);
  }

  /** As an app does whose user no longer wants it. */
  @Test
  void keepsNothingOfASplitWhosePageEndedItsLink() {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      long before = spooled();
      assertThat(before).isPositive();
      tab.evaluate("window.link.close()");
      assertThat(Refusal.of(read::finish).code()).isEqualTo(ErrorCode.CLIENT_LOST);
      assertThat(spooled()).isZero();
      assertThat(tab.evaluate("window.link.status.state").asText()).isEqualTo("closed");
    }
  }

  private PlainScan pages() {
    return faultScenario.scan(Pages.DATABASE, Pages.STORE, Pages.ID, Pages.TEXT);
  }

  private long spooled() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
