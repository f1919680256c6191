// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.BigStorePage;
import io.github.sparkindexeddb.testing.ChildAgent;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.TestBrowser;
import io.github.sparkindexeddb.wire.Json;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * A store of 400 MB through a small agent into a small Spark and a small Tez: every record, every
 * column. {@code -DbigStore.records=…} makes it smaller or bigger.
 */
class BigStoreIT {
  private static final int RECORDS = Integer.getInteger("bigStore.records", 200_000);

  @Test
  void readsAStoreThatIsLargerThanTheHeapOfTheAgent() {
    try (ChildAgent agent = ChildAgent.start("128m");
        BigStorePage page = BigStorePage.open(RECORDS)) {
      JsonNode wanted = page.checksums();
      double browserSeconds = page.secondsToRead();
      page.linkTo(agent.endpoint());

      JsonNode read = readWithSpark(agent.endpoint());
      JsonNode tez = readWithTez(agent.endpoint());

      report(read, browserSeconds, agent.peakMebibytes());
      reportTez(tez, read);
      assertThat(read.path("columns").intValue()).isEqualTo(10);
      assertThat(wanted.path("records").asText()).isEqualTo(Integer.toString(RECORDS));
      assertThat(read.path("sums")).isEqualTo(wanted);
      assertThat(tez.path("sums")).as(tez.path("state").asText()).isEqualTo(wanted);
    }
  }

  private static JsonNode readWithSpark(String endpoint) {
    try (ChildJvm spark = ChildJvm.ofClass("1g", BigStoreReader.class, endpoint)) {
      String line =
          spark.await("Spark's result", text -> text.startsWith(BigStoreReader.RESULT), 400);
      return Json.parse(line.substring(BigStoreReader.RESULT.length()));
    }
  }

  private static JsonNode readWithTez(String endpoint) {
    try (ChildJvm tez = ChildJvm.ofClass("1g", BigStoreTezReader.class, endpoint)) {
      String line =
          tez.await("Tez's result", text -> text.startsWith(BigStoreTezReader.RESULT), 400);
      return Json.parse(line.substring(BigStoreTezReader.RESULT.length()));
    }
  }

  private static void reportTez(JsonNode tez, JsonNode spark) {
    double seconds = tez.path("seconds").doubleValue();
    double read = spark.path("readSeconds").doubleValue();
    double withSchema = read + spark.path("schemaSeconds").doubleValue();
    System.out.printf(
        Locale.ROOT,
        "big store: Tez ran its first DAG, inference included, in %.1f s (%.1f s of waiting for the"
            + " browser, over two tasks); %.2f times Spark's read, %.2f times Spark's read and schema;"
            + " most memory: Tez %d MiB (-Xmx1g)%n",
        seconds,
        tez.path("waiting").doubleValue(),
        seconds / read,
        seconds / withSchema,
        tez.path("peakMebibytes").longValue());
  }

  private static void report(JsonNode read, double browserSeconds, long agentMebibytes) {
    double seconds = read.path("readSeconds").doubleValue();
    System.out.printf(
        Locale.ROOT,
        "big store: %d records; Spark read them in %.1f s (%.0f records/s) after %.1f s for the"
            + " schema; %s itself with getAllRecords in %.1f s (%.0f records/s); ratio %.2f; most"
            + " memory: agent %d MiB (-Xmx128m), Spark %d MiB (-Xmx1g)%n",
        RECORDS,
        seconds,
        RECORDS / seconds,
        read.path("schemaSeconds").doubleValue(),
        TestBrowser.shared().version(),
        browserSeconds,
        RECORDS / browserSeconds,
        seconds / browserSeconds,
        agentMebibytes,
        read.path("peakMebibytes").longValue());
  }
}
