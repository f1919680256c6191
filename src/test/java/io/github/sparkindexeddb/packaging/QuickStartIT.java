// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's first command, with few records. */
class QuickStartIT {
  private static final String RUN = "examples/01-quickstart/run";

  @Test
  void readsTheShopEndsWithOneLineThatSaysSoAndLeavesNothingBehind() throws IOException {
    Command command = Command.run(Duration.ofMinutes(6), RUN, "--records", "500");
    assertThat(command.status()).as(command.output()).isZero();
    // 500 orders, 50 customers, 200 products.
    assertThat(command.lastLine())
        .matches("quickstart: ok, 750 records read from \\S.* \\d+\\.\\d+\\.\\d+\\.\\d+");
    assertThat(command.output())
        .contains(" |-- placed: timestamp (nullable = true)")
        .contains("|country|orders|");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void keepsAgentAppAndBrowserIfAskedTo() throws IOException {
    Command command = Command.run(Duration.ofMinutes(6), RUN, "--records", "1", "--keep");
    assertThat(command.status()).as(command.output()).isZero();
    Matcher stop = Pattern.compile("To stop them: (.+)").matcher(command.output());
    assertThat(stop.find()).as(command.output()).isTrue();
    Matcher endpoint = Pattern.compile("indexeddb.endpoint=(\\S+)").matcher(command.output());
    assertThat(endpoint.find()).as(command.output()).isTrue();
    String health = "fetch(process.argv[1]).then(r => r.text()).then(console.log)";
    try {
      assertThat(
              Command.run(
                      Duration.ofSeconds(30),
                      "node",
                      "-e",
                      health,
                      endpoint.group(1) + "/v1/health")
                  .output())
          .contains("ok");
    } finally {
      assertThat(Command.run(Duration.ofMinutes(1), stop.group(1)).status()).isZero();
    }
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void saysWhatPartFailedAndWhy() {
    Command command =
        Command.run(Duration.ofMinutes(6), "env", "CHROMIUM=/bin/false", RUN, "--records", "1");
    assertThat(command.status()).as(command.output()).isNotZero();
    assertThat(command.output())
        .contains("quickstart: the browser has ended")
        .contains("quickstart: failed at the browser");
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() {
    assertRefused("there is no option '--recods'", "--recods", "1");
    assertRefused("'--records' is 'no'", "--records", "no");
    assertRefused("'--records' is ''", "--records");
  }

  @Test
  void explainsItself() {
    Command command = Command.run(Duration.ofMinutes(1), RUN, "--help");
    assertThat(command.status()).isZero();
    assertThat(command.output()).contains("--records", "--keep", "--help");
  }

  private static void assertRefused(String why, String... options) {
    Command command =
        Command.run(
            Duration.ofMinutes(1),
            Stream.concat(Stream.of(RUN), Stream.of(options)).toArray(String[]::new));
    assertThat(command.status()).as(command.output()).isEqualTo(2);
    assertThat(command.output()).contains(why);
  }

  /** Folders of runs that have not ended. */
  private static List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("quickstart-")).toList();
    }
  }
}
