// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestSpark;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 22 queries of TPC-H over tables in a real browser answer what Spark answers over the same
 * values as local tables. {@code -Dtpch.scale=…} makes them larger or smaller.
 */
class TpchIT {
  private static final double SCALE = Double.parseDouble(System.getProperty("tpch.scale", "0.005"));

  private static Agent agent;
  private static LinkedApp app;
  private static SparkSession local;
  private static SparkSession browser;

  @BeforeAll
  static void load() {
    List<TpchStore<?>> stores = TpchStore.all(SCALE);
    BrowserDatabase database = BrowserDatabase.named("tpch");
    stores.forEach(store -> store.addTo(database));
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), database);
    local = session();
    browser = session();
    stores.forEach(TpchIT::createViews);
  }

  private static SparkSession session() {
    SparkSession session = TestSpark.spark().newSession();
    session.conf().set("spark.sql.datetime.java8API.enabled", "true");
    return session;
  }

  private static void createViews(TpchStore<?> store) {
    local.createDataFrame(store.rows(), store.schema()).createOrReplaceTempView(store.name());
    browser
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .load("tpch/" + store.name())
        .createOrReplaceTempView(store.name());
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  static Stream<String> queries() {
    return IntStream.rangeClosed(1, 22).mapToObj("q%02d"::formatted);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void answersAsSparkDoes(String query) {
    List<Object> wanted = Plain.rows(local.sql(text(query)));
    assertThat(Plain.rows(browser.sql(text(query)))).isEqualTo(wanted);
  }

  /** Queries without an answer would prove little. */
  @Test
  void mostQueriesFindRows() {
    assertThat(queries().filter(query -> !local.sql(text(query)).isEmpty()).count())
        .isGreaterThanOrEqualTo(18);
  }

  private static String text(String query) {
    try (InputStream file = TpchIT.class.getResourceAsStream("/tpch/" + query + ".sql")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
