// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.ShopDatabase;
import io.github.sparkindexeddb.testing.TestSpark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of shells.md, on the shop of a real browser. */
class ShellIT {
  /** What the connector must bring itself, and what this build has compiled. */
  private static final Pattern NOT_OF_SPARK =
      Pattern.compile(".*/(okhttp-jvm|okio-jvm|kotlin-|picocli|jetty-|prometheus-)[^/]*|.*classes");

  private static final Path PAGE = Path.of("connector-docs/shells.md");
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

  private static Agent agent;
  private static LinkedApp app;

  @TempDir private Path folder;

  @BeforeAll
  static void link() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), ShopDatabase.of(70).database());
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  /** Spark's own shell, with the connector from a repository and an empty Ivy folder. */
  @Test
  void sparkShellShowsWhatIsTyped() throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--master", "local[2]", "--class", "org.apache.spark.repl.Main"));
    arguments.addAll(argumentsOf("spark-shell"));
    FileRepository repository = FileRepository.in(folder.resolve("repository"));
    Stream.of(
            "spark.jars.ivySettings=" + repository.ivySettings(),
            "spark.jars.ivy=" + folder.resolve("ivy"),
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.ui.enabled=false")
        .forEach(setting -> arguments.addAll(List.of("--conf", setting)));
    arguments.add("spark-shell");
    try (ChildJvm shell =
        ChildJvm.ofMainWith(
            Map.of("scala.usejavacp", "true"),
            classPathOfSpark(),
            "org.apache.spark.deploy.SparkSubmit",
            arguments)) {
      blocks("scala").forEach(shell::say);
      shell.sayNoMore();
      shell.awaitEnd(180);
      assertThat(shell.output())
          .contains("found io.github.sparkindexeddb#spark-indexeddb;" + repository.version())
          .contains(" |-- placed: timestamp (nullable = true)")
          .containsSubsequence("|false|   10|", "| true|   60|")
          .doesNotContain("rror");
    }
  }

  /** The statements for spark-sql, in a session with the settings of its command. */
  @Test
  void sparkSqlsStatementsAnswer() throws IOException {
    SparkSession spark = TestSpark.spark().newSession();
    List<String> arguments = argumentsOf("spark-sql");
    assertThat(arguments).hasSize(6).startsWith("--packages");
    Stream.of(arguments.get(3), arguments.get(5))
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> spark.conf().set(setting[0], setting[1]));
    List<List<Object>> answers =
        blocks("sql")
            .flatMap(block -> Stream.of(block.split(";\\s*")))
            .map(statement -> Plain.rows(spark.sql(statement)))
            .toList();
    assertThat(answers).hasSize(5);
    assertThat(answers.get(0).toString()).contains("customers", "orders", "products");
    assertThat(answers.get(1).toString()).contains("[country, string, null]");
    assertThat(answers.get(2).stream().mapToLong(row -> (long) ((List<?>) row).get(1)).sum())
        .isEqualTo(7);
    assertThat(answers.get(4)).hasSize(2);
    assertThat(spark.table("orders").schema().apply("total").dataType().simpleString())
        .isEqualTo("decimal(10,2)");
  }

  /** What the page's command gives a shell, about this agent. */
  private static List<String> argumentsOf(String shell) throws IOException {
    String command =
        blocks("sh").filter(each -> each.startsWith(shell + " ")).findFirst().orElseThrow();
    List<String> words = List.of(command.strip().split(" "));
    return words.subList(1, words.size());
  }

  private static Stream<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(PAGE))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2).replace("http://localhost:8787", agent.uri().toString()));
  }

  private static String classPathOfSpark() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !NOT_OF_SPARK.matcher(entry).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
