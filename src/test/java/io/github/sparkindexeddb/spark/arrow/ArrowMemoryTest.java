// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrowMemoryTest {
  private static final String FLAG = "--add-opens=java.base/java.nio=ALL-UNNAMED";

  /** What a reader does first. */
  static final class Reader {
    public static void main(String[] arguments) {
      ArrowMemory.memory("split").close();
      System.out.println("open");
    }
  }

  @Test
  void namesTheFlagThatIsMissing() throws Exception {
    assertThat(run(List.of())).contains("[ARROW_BLOCKED] Cannot read batches").contains(FLAG);
  }

  @Test
  void worksWithTheFlag() throws Exception {
    assertThat(run(List.of(FLAG))).contains("open");
  }

  @Test
  void leavesOtherErrorsAsTheyAre() {
    assertThatThrownBy(
            () ->
                ArrowMemory.checked(
                    () -> {
                      throw new IllegalStateException("other");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("other");
  }

  /** In a JVM of its own, since this one was started with the flag. */
  private static String run(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.add(Reader.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
