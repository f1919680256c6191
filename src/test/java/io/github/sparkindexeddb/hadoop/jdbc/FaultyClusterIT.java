// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.ShopDatabase;
import io.github.sparkindexeddb.testing.StockTez;
import io.github.sparkindexeddb.testing.TestPostgres;
import io.github.sparkindexeddb.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example's DAG on a cluster that loses tasks and application masters: the rows in HDFS and in
 * the table are those that Spark finds in the same browser, none twice.
 */
class FaultyClusterIT {
  private static final long LIMIT_SECONDS = 240;

  @TempDir private static Path folder;

  private static Agent agent;
  private static LinkedApp app;
  private static TestPostgres postgres;
  private static ChildJvm cluster;
  private static List<String> wanted;

  @BeforeAll
  static void start() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    String endpoint = agent.uri().toString();
    postgres = TestPostgres.start();
    postgres.run("CREATE TABLE revenue (country text, day date, orders bigint, cents bigint)");
    cluster =
        StockTez.run(
            "1g",
            FaultyCluster.class,
            endpoint,
            postgres.url(),
            TestPostgres.PASSWORD,
            folder.toAbsolutePath().toString());
    app = LinkedApp.start(endpoint, ShopDatabase.of(1000).database());
    wanted = bySpark(endpoint);
  }

  @AfterAll
  static void stop() {
    app.close();
    cluster.close();
    postgres.close();
    agent.close();
  }

  @BeforeEach
  void emptyTable() {
    postgres.run("TRUNCATE revenue");
  }

  @Test
  void readsASplitAgainIfItsTaskFailed() throws IOException {
    submit("failed-task", "failed-task", FaultyInputFormat.Fault.FAIL);
    awaitEnd("failed-task");
    assertSameAsSpark("failed-task");
    assertThat(failedAttempts("failed-task")).isPositive();
  }

  @Test
  void readsASplitAgainIfItsTaskWasKilled() throws IOException {
    submit("killed-task", "killed-task", FaultyInputFormat.Fault.KILL);
    awaitEnd("killed-task");
    assertSameAsSpark("killed-task");
    assertThat(failedAttempts("killed-task")).isPositive();
  }

  @Test
  void goesOnAfterTheLossOfAMasterAsIfNothingHadBeen() throws IOException {
    submit("lost-master", "lost-master", WaitingOutputFormat.Place.WRITE);
    awaitPlace("lost-master");
    String progress = "tez: lost-master: RUNNING .* revenue 1/2";
    cluster.await("a task that committed", line -> line.matches(progress), LIMIT_SECONDS);
    assertThat(postgres.rows("SELECT task FROM revenue__elected")).containsExactly("0");
    killMaster();
    awaitEnd("lost-master");
    assertSameAsSpark("lost-master");
  }

  @Test
  void addsABatchOnceThoughTheMasterIsLostRightAfterItsTransaction() throws IOException {
    submit("lost-commit", "batch", WaitingOutputFormat.Place.COMMITTED);
    awaitPlace("lost-commit");
    killMaster();
    awaitEnd("lost-commit");
    assertThat(folder.resolve("lost-commit/failure")).exists();
    assertThat(table()).containsExactlyInAnyOrderElementsOf(wanted);
    submit("again", "batch", WaitingOutputFormat.Place.NOWHERE);
    awaitEnd("again");
    assertSameAsSpark("again");
  }

  private static List<String> bySpark(String endpoint) {
    for (String store : List.of("orders", "customers")) {
      TestSpark.spark()
          .read()
          .format("indexeddb")
          .option("endpoint", endpoint)
          .load("shop/" + store)
          .createOrReplaceTempView(store);
    }
    return TestSpark.spark()
        .sql(
            "SELECT country, CAST(placed AS date) AS day, count(*) AS orders,"
                + " sum(CAST(round(total * 100) AS bigint)) AS cents"
                + " FROM orders JOIN customers ON customer = customers.id GROUP BY country, day")
        .collectAsList()
        .stream()
        .map((Row row) -> row.mkString("\t"))
        .toList();
  }

  private static void submit(String name, String batch, FaultyInputFormat.Fault fault) {
    cluster.say("%s %s %s %s".formatted(name, batch, fault, WaitingOutputFormat.Place.NOWHERE));
  }

  private static void submit(String name, String batch, WaitingOutputFormat.Place place) {
    cluster.say("%s %s %s %s".formatted(name, batch, FaultyInputFormat.Fault.NONE, place));
  }

  private static void awaitEnd(String name) {
    cluster.await("the end of " + name, ("ended " + name)::equals, LIMIT_SECONDS);
  }

  private static void awaitPlace(String name) {
    Awaitility.await("the place to wait at")
        .atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
        .until(() -> Files.exists(folder.resolve(name).resolve("reached")));
  }

  /** The one there is. */
  private static void killMaster() {
    List<ProcessHandle> masters = cluster.descendants().filter(FaultyClusterIT::isMaster).toList();
    assertThat(masters).hasSize(1);
    assertThat(masters.get(0).destroyForcibly()).isTrue();
  }

  private static boolean isMaster(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java")
        && process.info().commandLine().orElse("").contains("DAGAppMaster");
  }

  private static void assertSameAsSpark(String name) throws IOException {
    assertThat(folder.resolve(name).resolve("failure")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve(name).resolve("rows")))
        .containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(table()).containsExactlyInAnyOrderElementsOf(wanted);
  }

  private static int failedAttempts(String name) throws IOException {
    return Integer.parseInt(Files.readString(folder.resolve(name).resolve("failed-attempts")));
  }

  private static List<String> table() {
    return postgres.rows("SELECT country, day, orders, cents FROM revenue");
  }
}
