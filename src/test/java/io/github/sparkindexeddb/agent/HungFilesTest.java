// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.access.ReloadedFile;
import io.github.sparkindexeddb.agent.runtime.FileThreads;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.LogCapture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of options whose disk does not answer any more: named pipes, which nobody opens at the
 * other end, keep whoever opens them as a hanging mount does.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HungFilesTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 1000, 500);

  /** More than the server has threads. */
  private static final int READS = 100;

  @TempDir private Path directory;
  private final List<Path> pipes = new ArrayList<>();
  private TestAgent agent;

  @AfterEach
  void stop() throws IOException {
    for (Path pipe : pipes) {
      // Opened for both directions a pipe waits for nobody, and those who wait for it go on.
      new RandomAccessFile(pipe.toFile(), "rw").close();
    }
    agent.close();
  }

  @Test
  void anAuditFileThatHangsHoldsUpNoRead() throws Exception {
    Path file = directory.resolve("audit");
    start(options -> options.withAudit(file));
    hang(file);
    for (int n = 0; n < READS; n++) {
      agent.http().post("/v1/scans", Http.scan("shop", "none"));
    }
    assertThat(agent.http().get("/v1/health").status()).isEqualTo(200);
  }

  @Test
  void aListOfBlockedClientsThatHangsHoldsUpNoLink() throws Exception {
    Path file = Files.writeString(directory.resolve("blocked"), "bad\n");
    start(options -> options.withBlockedClients(file));
    hang(file);
    agent.scheduler().pass(ReloadedFile.PERIOD);
    try (FakeBrowser page = agent.link("good", ORDERS)) {
      assertThat(agent.split(agent.scan(ORDERS), 0).body()).isEqualTo(TestAgent.sealed(ORDERS));
    }
    try (FakeBrowser page =
        FakeBrowser.open(
            agent.agent().uri(),
            Setup.of("bad"),
            HttpClient.newHttpClient(),
            FakeBrowser::answerHonestly)) {
      assertThat(page.closed())
          .succeedsWithin(5, TimeUnit.SECONDS)
          .isEqualTo(new Closed(4403, "CLIENT_BLOCKED"));
    }
  }

  @Test
  void theClockAndOtherFilesGoOnBesideOneThatHangs() throws Exception {
    Path hanging =
        Files.writeString(directory.resolve("tokens"), "day reader for-day 2026-11-22\n");
    Path other = Files.writeString(directory.resolve("reader"), "for-spark\n");
    start(options -> options.withTokens(hanging).withTokenFile(other));
    hang(hanging);
    try (LogCapture log = LogCapture.start()) {
      agent.scheduler().pass(ReloadedFile.PERIOD.multipliedBy(4));
      assertThat(log.lines())
          .containsOnlyOnce(
              "WARN Cannot look at the file '"
                  + hanging
                  + "' of '--tokens': its disk does not answer. What it said before holds on.");
    }
    assertThat(status("for-day")).isEqualTo(200);
    Files.writeString(other, "for-night\n");
    Awaitility.await()
        .until(
            () -> {
              agent.scheduler().pass(ReloadedFile.PERIOD);
              return status("for-night") == 200;
            });
    assertThat(status("for-spark")).isEqualTo(401);
    agent.scheduler().pass(Duration.ofHours(7));
    assertThat(status("for-day")).as("a token that has ended").isEqualTo(401);
  }

  private int status(String token) {
    return agent
        .http()
        .send("/v1/clients", request -> request.header("Authorization", "Bearer " + token))
        .status();
  }

  private void hang(Path file) throws IOException, InterruptedException {
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    pipes.add(file);
  }

  private void start(UnaryOperator<AgentOptions> options) {
    agent = TestAgent.start(options, new FileThreads());
  }
}
