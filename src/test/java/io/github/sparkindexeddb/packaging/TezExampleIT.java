// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Tez example, with few records: its JVM has Tez, Hadoop and the connector, and no Spark. */
class TezExampleIT {
  private static final String RUN = "examples/05-tez/run";

  @Test
  void writesWhatSparkReadsInOneJvm() throws IOException {
    assertSameAsSpark(Command.run(Duration.ofMinutes(6), RUN, "--records", "500"), "file:/");
  }

  @Test
  void writesWhatSparkReadsOnACluster() throws IOException {
    assertSameAsSpark(
        Command.run(Duration.ofMinutes(6), RUN, "--records", "500", "--cluster"), "hdfs://");
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() {
    Command command = Command.run(Duration.ofMinutes(1), RUN, "--clutser");
    assertThat(command.status()).as(command.output()).isEqualTo(2);
    assertThat(command.output())
        .contains("tez: there is no option '--clutser'.", "--records", "--cluster", "--help");
  }

  private static void assertSameAsSpark(Command command, String files) throws IOException {
    assertThat(command.status()).as(command.output()).isZero();
    // 500 orders, 50 customers; so many of their countries and days.
    assertThat(command.lastLine())
        .isEqualTo("tez: ok, 550 records, 47 result rows, equal to Spark");
    assertThat(command.output())
        .contains("47 rows in " + files)
        .contains("47 rows in table 'revenue'")
        .contains("Orders in " + files)
        .containsPattern("revenue to files: RUNNING customers \\d/., orders \\d/., revenue \\d/2")
        .contains("RECORDS = 550")
        .contains("combined 500 rows to ");
    assertThat(leftovers()).isEmpty();
  }

  /** Folders of runs that have not ended. */
  private static List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("tez-")).toList();
    }
  }
}
