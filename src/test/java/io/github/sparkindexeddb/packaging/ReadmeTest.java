// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  /** What {@link QuickStartIT} runs, what runs this test, and what {@link AgentJarIT} runs. */
  private static final List<String> TESTED =
      List.of(
          "examples/01-quickstart/run",
          ".ci/run",
          "java -jar target/spark-indexeddb-VERSION-agent.jar");

  private static final Pattern COMMANDS = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("(?<=indexeddb-)[0-9]+\\.[0-9]+\\.[0-9]+");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

  @Test
  void givesOnlyCommandsThatATestRuns() throws IOException {
    Stream<String> commands =
        COMMANDS
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .flatMap(block -> block.group(1).lines())
            .map(line -> VERSION.matcher(line).replaceAll("VERSION"));
    assertThat(commands).containsExactlyElementsOf(TESTED);
  }

  @Test
  void givesTheVersionThatIsBuilt() throws IOException {
    Matcher version =
        Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(VERSION.matcher(Files.readString(Path.of("README.md"))).results())
        .allSatisfy(match -> assertThat(match.group()).isEqualTo(version.group(1)));
  }

  @Test
  void listsTheVersionsOfSparkThatAreTested() throws IOException {
    Stream<String> listed =
        Pattern.compile("(?m)^\\| ([0-9.]+ \\| [0-9.]+) \\|")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(row -> row.group(1));
    assertThat(listed)
        .containsExactlyElementsOf(
            SparkLine.ALL.stream().map(line -> line.spark() + " | " + line.scala()).toList());
  }

  @Test
  void theFirstVersionOfSparkIsTheOneThatAllTestsRunOn() throws IOException {
    SparkLine first = SparkLine.ALL.get(0);
    assertThat(Path.of("src/build/engines.xml"))
        .content()
        .contains("<spark.version>" + first.spark() + "</spark.version>")
        .contains("<scala.binary>" + first.scala() + "</scala.binary>");
  }

  @Test
  void linksOfEveryPageLeadSomewhere() throws IOException {
    for (Path page : pages()) {
      assertThat(LINK.matcher(Files.readString(page)).results())
          .allSatisfy(
              link ->
                  assertThat(page.resolveSibling(link.group(1))).as("link in %s", page).exists());
    }
  }

  private static List<Path> pages() {
    return Stream.of("README.md", "CHANGELOG.md", "connector-docs", "examples")
        .map(Path::of)
        .flatMap(ReadmeTest::under)
        .filter(file -> file.toString().endsWith(".md"))
        .filter(file -> !file.toString().contains("node_modules"))
        .map(Path::toAbsolutePath)
        .toList();
  }

  @SuppressWarnings("StreamResourceLeak") // flatMap closes it.
  private static Stream<Path> under(Path path) {
    try {
      return Files.walk(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
