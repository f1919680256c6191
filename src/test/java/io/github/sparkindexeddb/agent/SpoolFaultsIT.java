// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.testing.ChildAgent;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The system calls of an agent on its spool fail, or it is killed at them, one by one. */
class SpoolFaultsIT {
  private static final FakeStore STORE = new FakeStore("shop", "orders", 250, 1_000);
  private static final int MOST_CALLS = 30;

  /** Of strace, when the device has the bytes. */
  private static final Pattern SYNCED = Pattern.compile("fsync(\\(\\d+| resumed>)\\) += 0\\n");

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({
    "pwrite64,error=EIO,SPOOL_FAILED,3",
    "pwrite64,error=ENOSPC,SPOOL_FULL,3",
    "fsync,error=EIO,SPOOL_FAILED,1"
  })
  void failsThatSplitAloneWhicheverCallFails(String call, String fault, String code, int fewest)
      throws IOException {
    int n = 1;
    while (failsAt(n, call, fault, code)) {
      n++;
    }
    assertThat(n).isBetween(fewest + 1, MOST_CALLS);
  }

  /** The system says so when a signal came, and Java writes on. */
  @Test
  void carriesOnAWriteThatIsInterrupted() throws IOException {
    assertThat(failsAt(1, "pwrite64", "error=EINTR", "")).isFalse();
    assertThat(failsAt(2, "pwrite64", "error=EINTR", "")).isFalse();
  }

  private boolean failsAt(int n, String call, String fault, String code) throws IOException {
    Path spool = root.resolve(call + fault + n);
    try (ChildAgent agent = start(spool, call, fault, n);
        FakeBrowser browser = link(agent)) {
      Http http = new Http(URI.create(agent.endpoint()));
      String scan = scan(http);
      boolean whole = isWhole(http, scan);
      String state = ended(http, scan, trace(spool));
      if (state.equals("failed")) {
        assertThat(http.get(TestAgent.path(scan, 0)).code()).isEqualTo(code);
      } else {
        assertThat(whole).isTrue();
      }
      assertThat(isWhole(http, scan(http))).as("the next read").isTrue();
      assertThat(browser.closed()).isNotDone();
      return state.equals("failed");
    }
  }

  @ParameterizedTest
  @CsvSource({"pwrite64,3", "fsync,1"})
  void beginsAnewWithAnEmptySpoolWhicheverCallItIsKilledAt(String call, int fewest)
      throws IOException {
    int n = 1;
    while (isKilledAt(n, call)) {
      n++;
    }
    assertThat(n).isBetween(fewest + 1, MOST_CALLS);
  }

  private boolean isKilledAt(int n, String call) throws IOException {
    Path spool = root.resolve(call + n);
    try (ChildAgent agent = start(spool, call, "signal=KILL", n);
        FakeBrowser browser = link(agent)) {
      Http http = new Http(URI.create(agent.endpoint()));
      String scan = scan(http);
      isWhole(http, scan);
      if (!ended(http, scan, trace(spool)).equals("killed")) {
        return false;
      }
      assertThat(browser).isNotNull();
    }
    assertThat(spool).isDirectoryContaining("glob:**.split");
    try (ChildAgent agent = ChildAgent.start("64m", List.of(), "--spool", spool.toString())) {
      assertThat(spool).isDirectoryNotContaining("glob:**.split");
      try (FakeBrowser browser = link(agent)) {
        Http http = new Http(URI.create(agent.endpoint()));
        assertThat(isWhole(http, scan(http))).isTrue();
        assertThat(browser.closed()).isNotDone();
      }
    }
    return true;
  }

  @Test
  void goesOnAfterTheAgentWasStoppedForAWhile() throws IOException {
    try (ChildAgent agent = ChildAgent.start("64m", List.of());
        FakeBrowser browser = link(agent)) {
      Http http = new Http(URI.create(agent.endpoint()));
      String scan = scan(http);
      browser.behave(
          (page, request) -> {
            agent.pause();
            page.answerHonestly(request);
            agent.resume();
          });
      assertThat(isWhole(http, scan)).isTrue();
    }
  }

  private static ChildAgent start(Path spool, String call, String fault, int n) throws IOException {
    Files.createDirectories(spool);
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-qq",
            "-I",
            "2",
            "-o",
            trace(spool).toString(),
            "-P",
            spool.resolve("1.split").toString(),
            "-e",
            "trace=pwrite64,fsync",
            "-e",
            "inject=" + call + ":" + fault + ":when=" + n);
    Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("rwx------"));
    return ChildAgent.start("64m", strace, "--spool", spool.toString());
  }

  private static FakeBrowser link(ChildAgent agent) {
    return FakeBrowser.link(URI.create(agent.endpoint()), FakeBrowser.Setup.of("one", STORE));
  }

  private static String scan(Http http) {
    var body = Http.scan(STORE.database(), STORE.name());
    body.putObject("splits").put("atMost", 1);
    return http.post("/v1/scans", body).json().path("scan").asText();
  }

  private static boolean isWhole(Http http, String scan) {
    try {
      Http.Answer answer = http.get(TestAgent.path(scan, 0));
      if (answer.status() != 200) {
        return false;
      }
      assertThat(answer.body()).isEqualTo(TestAgent.sealed(STORE));
      return true;
    } catch (UncheckedIOException cutOff) {
      return false;
    }
  }

  private static Path trace(Path spool) {
    return spool.resolveSibling(spool.getFileName() + ".trace");
  }

  /** The state of the split after its end, when its sync is over too. */
  private static String ended(Http http, String scan, Path trace) {
    return await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> state(http, scan, trace), state -> !state.equals("syncing"));
  }

  private static String state(Http http, String scan, Path trace) throws IOException {
    boolean synced = SYNCED.matcher(Files.readString(trace)).find();
    String state = state(http, scan);
    return state.equals("failed") || state.equals("killed") || synced ? state : "syncing";
  }

  private static String state(Http http, String scan) {
    try {
      return http.get("/v1/scans/" + scan).json().at("/splits/0/state").asText();
    } catch (UncheckedIOException e) {
      return "killed";
    }
  }
}
