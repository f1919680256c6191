// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code spark-submit --packages}, with Spark's own SparkSubmit and an empty Ivy folder. */
class SubmitIT {
  private static final String ROWS = "submitted: sum 42, count 2";

  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .records("[{ id: 1, total: 20 }, { id: 2, total: 22 }]");

  @TempDir private Path folder;

  /** The oldest, or with {@code -Pall-sparks} each. */
  static Stream<SparkLine> lines() {
    return SparkLine.ALL.stream().limit(Boolean.getBoolean("all.sparks") ? Long.MAX_VALUE : 1);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void bringsAllThatAReadNeeds(SparkLine line) throws IOException {
    FileRepository repository = FileRepository.in(folder.resolve("repository"));
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp app = LinkedApp.start(agent.uri().toString(), SHOP);
        ChildJvm submit =
            submit(
                line,
                repository,
                "spark.datasource.indexeddb.endpoint=" + agent.uri(),
                "spark.sql.catalog.browser.endpoint=" + agent.uri())) {
      submit.await("the rows", ROWS::equals, 180);
      assertThat(submit.output())
          .contains("found io.github.sparkindexeddb#spark-indexeddb;" + repository.version())
          .contains("1 artifacts copied, 0 already retrieved");
      assertThat(app.origin()).isNotEmpty();
    }
  }

  /** One process for who works on one machine: the agent comes in the connector jar. */
  @ParameterizedTest
  @MethodSource("lines")
  void bringsAnAgentForTheDriver(SparkLine line) throws IOException {
    FileRepository repository = FileRepository.in(folder.resolve("repository"));
    int port = freePort();
    TestApp page =
        TestApp.start().linksTo("http://127.0.0.1:" + port).allows(BrowserDatabase.allowing(SHOP));
    try (LinkedApp app = LinkedApp.open(page, List.of(SHOP));
        ChildJvm submit =
            submit(
                line,
                repository,
                "spark.plugins=io.github.sparkindexeddb.spark.AgentPlugin",
                "spark.indexeddb.agent.port=" + port,
                "spark.datasource.indexeddb.waitForClients=120s")) {
      submit.await("the rows", ROWS::equals, 180);
      submit.awaitEnd(60);
      assertThat(app.origin()).isNotEmpty();
    }
  }

  private ChildJvm submit(SparkLine line, FileRepository repository, String... settings)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("--master", "local[2]", "--packages", repository.coordinates(), "--class"));
    arguments.add(SubmittedApp.class.getName());
    Stream.concat(
            Stream.of(
                "spark.jars.ivySettings=" + repository.ivySettings(),
                "spark.jars.ivy=" + folder.resolve("ivy"),
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.ui.enabled=false",
                "spark.sql.catalog.browser=io.github.sparkindexeddb.spark.IndexedDbCatalog"),
            Stream.of(settings))
        .forEach(setting -> arguments.addAll(List.of("--conf", setting)));
    arguments.add(ClassJar.write(folder.resolve("app.jar"), SubmittedApp.class).toString());
    return ChildJvm.ofClassPath(
        "1g",
        line.moduleOptions(),
        line.classPath(),
        "org.apache.spark.deploy.SparkSubmit",
        arguments.toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
