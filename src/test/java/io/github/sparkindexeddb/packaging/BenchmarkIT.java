// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark with few records: that it runs and what it writes, not how fast anything is. */
class BenchmarkIT {
  private static final String RUN = "examples/benchmark/run";

  private static final List<String> RATIOS =
      List.of(
          "ours_over_limit",
          "csv_over_ours",
          "json_over_ours",
          "dexie_over_ours",
          "index_1pct_over_limit",
          "count_over_limit",
          "pruned_bytes_over_full",
          "groupby_bytes_over_full",
          "agent_mb_per_s",
          "growth_1m_over_200k");

  @TempDir private Path folder;

  @Test
  void measuresEveryWayAndWritesFiguresAndChart() throws IOException {
    Path out = folder.resolve("figures.json");
    Command command =
        Command.run(
            Duration.ofMinutes(10),
            RUN,
            "--records",
            "400",
            "--runs",
            "1",
            "--gigabytes",
            "0.05",
            "--out",
            out.toString(),
            "--profile",
            folder.resolve("profiles").toString());
    assertThat(command.status()).as(command.output()).isZero();
    assertThat(command.lastLine()).startsWith("benchmark: ok");

    JsonNode figures = Json.parse(Files.readAllBytes(out));
    assertThat(RATIOS)
        .allSatisfy(name -> assertThat(figures.path(name).doubleValue()).as(name).isPositive());
    assertThat(figures.path("longest_block_ms").isNumber()).isTrue();
    assertThat(figures.path("records").intValue()).isEqualTo(400);
    assertThat(figures.path("runs").intValue()).isOne();
    assertThat(figures.path("browser").asText()).matches(".*\\d+\\.\\d+.*");
    assertThat(figures.path("spark").asText()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(figures.at("/measurements/ways/ours/median/bytes").longValue()).isPositive();
    assertThat(figures.at("/measurements/growth")).hasSize(3);
    assertThat(figures.at("/measurements/agent/large/heapMebibytes").isMissingNode()).isFalse();
    assertThat(Files.readString(folder.resolve("figures.svg")))
        .contains(">spark-indexeddb<", ">the browser alone<", ">dexie-export-import<");
    assertThat(Files.readString(folder.resolve("profiles/hottest.txt")))
        .contains("service_worker", "page", "agent", "spark");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() {
    assertRefused("Unknown option '--recods'", "--recods", "1");
    assertRefused("'--records' is 'no'", "--records", "no");
    assertRefused("'--only' names 'writes'", "--only", "writes");
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
      return files
          .filter(Files::isDirectory)
          .filter(file -> file.getFileName().toString().startsWith("benchmark-"))
          .toList();
    }
  }
}
