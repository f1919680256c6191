// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark with executors of their own processes, as {@code local[*]} has none: they die, and read one
 * split twice at once, and every page is counted once.
 */
@Timeout(300)
class KilledExecutorIT {
  private static final String ALL = "2000 1999000 2000";

  @TempDir private Path folder;
  private final FaultScenario faultScenario =
      FaultScenario.of(AgentOptions.DEFAULT, Pages.database());

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void countsEveryRecordOnceThoughExecutorsDieWithWhatTheyHave() throws IOException {
    assertThat(read(ClusterReader.KILL)).isEqualTo(ALL);
    assertThat(folder.resolve("dead1500")).as("while it read").exists();
    assertThat(folder.resolve("dead-4300")).as("with what it had shuffled").exists();
  }

  @Test
  void countsEveryRecordOfASplitThatTwoExecutorsReadAtOnce() throws IOException {
    assertThat(read(ClusterReader.TWINS)).isEqualTo("4000 2000 3998000");
    assertThat(folder.resolve("met")).as("at the same time").exists();
  }

  private String read(String fault) throws IOException {
    String[] arguments = {faultScenario.url(), folder.toString(), fault};
    try (ChildJvm driver = ChildJvm.ofClassIn(environment(), ClusterReader.class, arguments)) {
      String line = driver.await("the count", text -> text.startsWith(ClusterReader.RESULT), 240);
      return line.substring(ClusterReader.RESULT.length());
    }
  }

  /** What makes a home of Spark of the class path of this JVM, reached by this machine alone. */
  private Map<String, String> environment() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve("jars"));
    return Map.of(
        "SPARK_HOME",
        home.toString(),
        "SPARK_SCALA_VERSION",
        "2.12",
        "SPARK_DIST_CLASSPATH",
        System.getProperty("java.class.path"),
        "SPARK_LOCAL_IP",
        "127.0.0.1");
  }
}
