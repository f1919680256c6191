// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The soak for some seconds: that it holds, and that it would notice if anything did not. */
@Timeout(180)
class SoakIT {
  private final List<String> lines = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void everyRowComesOnceAndNothingGrowsBesideStrangers() throws Exception {
    SoakReport report = run(Duration.ofSeconds(18), SoakOptions.Population.USUAL);
    assertThat(report.verdict().faults()).as(report.problems() + "\n" + lines).isEmpty();
    assertThat(report.line()).startsWith("soak: ok, ").contains(" rows in ", "heap", "threads");
    assertThat(report.totals().rows()).isPositive();
    assertThat(report.totals().errors()).as("what came of those who misbehave").isNotEmpty();
    assertThat(report.totals().acts()).hasSizeGreaterThan(10);
    JsonNode json = Json.parse(report.json().toString());
    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("samples")).hasSizeGreaterThanOrEqualTo(Verdict.MIN_SAMPLES);
    assertThat(json.at("/medians/heap_mb/lastThird").asDouble()).isPositive();
  }

  /** It sends a row twice in place of two, which no agent can know. */
  @Test
  void oneBrowserThatSendsAnotherRowThanItHasIsNoticed() throws Exception {
    SoakReport report = run(Duration.ofSeconds(8), new SoakOptions.Population(12, 5, true));
    assertThat(report.totals().wrong()).as(lines.toString()).isPositive();
    assertThat(report.verdict().isOk()).isFalse();
    assertThat(report.line()).startsWith("soak: NOT ok: ").contains("wrong rows");
    assertThat(report.problems()).anyMatch(problem -> problem.contains("wrong="));
  }

  private SoakReport run(Duration duration, SoakOptions.Population population) throws Exception {
    Path out = folder.resolve("figures.json");
    SoakOptions options = new SoakOptions(duration, 7, Optional.of(out), population);
    SoakReport report = Soak.run(options, lines::add);
    Files.writeString(out, report.json().toPrettyString());
    return report;
  }
}
