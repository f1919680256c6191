// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.testing.Signals;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestBrowser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The processes of a browser are killed or stopped in the middle of a split, and come back. */
@Timeout(180)
class KilledBrowserIT {
  private final Agent agent =
      Agent.start(AgentOptions.DEFAULT.withPort(0).withGrace(Duration.ofSeconds(100)));
  private final TestApp app =
      TestApp.start()
          .linksTo(agent.uri().toString())
          .allows("{ %s: ['%s'] }".formatted(Pages.DATABASE, Pages.STORE));
  private TestBrowser browser = TestBrowser.withFlags();
  private Tab tab;

  @BeforeEach
  void link() {
    tab = browser.profileOnDisk().open(app.seedPage());
    Pages.database().createIn(tab);
    tab.navigate(app.page());
    LinkedApp.awaitState(tab, "linked");
  }

  @AfterEach
  void close() {
    Signals.kill(browser.processes());
    app.close();
    agent.close();
  }

  @Test
  void goesOnWhenAKilledBrowserIsStartedAgain() {
    String client = clientOf(tab);
    awaitOnDisk(client);
    try (HalfRead read = HalfRead.of(pages())) {
      browser = browser.killAndRestart();
      tab = browser.profileOnDisk().open(app.page());
      LinkedApp.awaitState(tab, "linked");
      assertThat(clientOf(tab)).as("its id, which is on its disk").isEqualTo(client);
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void isReadThoughItWasKilledBeforeItsLastLinksWereOnItsDisk() {
    awaitOnDisk(clientOf(tab));
    for (int i = 0; i < 3; i++) {
      tab.reload();
      LinkedApp.awaitState(tab, "linked");
      Pages.assertWhole(pages().rows());
    }
    browser = browser.killAndRestart();
    tab = browser.profileOnDisk().open(app.page());
    LinkedApp.awaitState(tab, "linked");
    Pages.assertWhole(pages().rows());
  }

  @Test
  void goesOnWhenRenderersAreKilledWhileTheyRead() {
    try (HalfRead read = HalfRead.of(pages())) {
      read.more(8 << 20);
      Signals.kill(browser.renderers());
      tab.reload();
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void goesOnWithABrowserThatWasStopped() {
    try (HalfRead read = HalfRead.of(pages())) {
      List<ProcessHandle> processes = browser.processes();
      Signals.stop(processes);
      Awaitility.await("an agent that takes the browser for gone")
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> RawHttp.get(agent.uri(), "/v1/clients").contains("\"connected\":false"));
      Signals.resume(processes);
      Pages.assertWhole(read.finish());
    }
  }

  private PlainScan pages() {
    return PlainScan.of(
        agent.uri().toString(), Pages.DATABASE, Pages.STORE, List.of(Pages.ID, Pages.TEXT));
  }

  private void awaitOnDisk(String text) {
    Awaitility.await("the id on the browser's disk, to which it writes after some seconds")
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> isOnDisk(text));
  }

  private boolean isOnDisk(String text) throws IOException {
    try (Stream<Path> files = Files.list(browser.folder().resolve("Local Storage/leveldb"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
      return false;
    }
  }

  private static String clientOf(Tab tab) {
    return tab.evaluate("localStorage.getItem('spark-indexeddb-secret')").asText();
  }
}
