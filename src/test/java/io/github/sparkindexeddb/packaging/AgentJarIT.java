// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.Jars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

class AgentJarIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");

  @TempDir private Path folder;

  @Test
  void explainsEveryFlag() {
    Command help = Command.run(LIMIT, "java", "-jar", Jars.agent().toString(), "--help");
    assertThat(help.status()).as(help.output()).isZero();
    assertThat(help.output())
        .contains("--port", "--bind", "--spool", "--token", "--browser-token", "--allow-origin")
        .contains("--token-file", "--browser-token-file", "--tls-cert", "--tls-key", "--allow-host")
        .contains("--grace", "--scan-ttl", "--spool-limit");
  }

  @Test
  void saysItsVersion() {
    Command version = Command.run(LIMIT, "java", "-jar", Jars.agent().toString(), "--version");
    assertThat(version.status()).as(version.output()).isZero();
    assertThat(version.output()).containsPattern("[0-9]+\\.[0-9]+\\.[0-9]+");
  }

  /** How long it takes depends on the machine, so the time is reported, not asserted. */
  @Test
  void startsAndEndsCleanly(TestReporter reporter) throws Exception {
    Path log = folder.resolve("agent.log");
    long start = System.nanoTime();
    Process agent =
        new ProcessBuilder(
                "java",
                "-Xmx128m",
                "-jar",
                Jars.agent().toString(),
                "--port",
                "0",
                "--spool",
                folder.resolve("spool").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Awaitility.await("the agent's address")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> address(log).isPresent());
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      reporter.publishEntry("agent started after", milliseconds + " ms");
    } finally {
      agent.destroy();
    }
    agent.waitFor();
    assertThat(Files.readString(log)).contains("stopped").doesNotContain("WARN", "Exception");
  }

  private static Optional<String> address(Path log) {
    try {
      return ADDRESS
          .matcher(Files.readString(log))
          .results()
          .map(match -> match.group())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
