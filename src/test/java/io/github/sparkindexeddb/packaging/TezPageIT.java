// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.Jars;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.ShopDatabase;
import io.github.sparkindexeddb.testing.StockTez;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What connector-docs/tez.md shows: the first DAG is compiled and run with the page's own lines.
 */
class TezPageIT {
  private static final Path PAGE = Path.of("connector-docs/tez.md");
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final ShopDatabase SHOP = ShopDatabase.of(200);

  @TempDir private Path folder;

  @Test
  void itsFirstDagWritesWhatTheBrowserHas() throws Exception {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp app = LinkedApp.start(agent.uri().toString(), SHOP.database())) {
      String program = blocks("java").get(0);
      assertThat(program).contains("http://localhost:8787");
      Files.writeString(
          folder.resolve("FirstDag.java"),
          program.replace("http://localhost:8787", agent.uri().toString()));
      Files.copy(Jars.connector(), folder.resolve(Jars.connector().getFileName()));
      List<String> output = run(blocks("sh").get(0));
      assertThat(output).contains("SUCCEEDED ");
      List<Long> large = new ArrayList<>();
      app.tab()
          .evaluate(SHOP.orders() + ".filter(order => order.total > 300).map(order => order.id)")
          .forEach(id -> large.add(id.longValue()));
      assertThat(output.stream().filter(line -> line.matches("\\d+\t[0-9.]+")))
          .map(line -> Long.valueOf(line.substring(0, line.indexOf('\t'))))
          .containsExactlyInAnyOrderElementsOf(large);
    }
  }

  @Test
  void itsOtherLinesAreTheExamples() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("examples/05-tez/revenue"))) {
      for (Path file : files.toList()) {
        sources.append(Files.readString(file));
      }
    }
    sources.append(
        Files.readString(
            Path.of("src/test/java/io/github/sparkindexeddb/hadoop/TezPageTest.java")));
    assertThat(blocks("java").stream().skip(1))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(sources.toString()).contains(block.stripTrailing()));
    assertThat(blocks("bash")).containsExactly("examples/05-tez/run\n");
  }

  private List<String> run(String lines) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    ProcessBuilder shell = new ProcessBuilder("bash", "-euc", lines);
    shell.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    shell.environment().put("TEZ", StockTez.classPath());
    Process process = shell.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended").isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return Files.readAllLines(log);
  }

  private static List<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(PAGE))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }
}
