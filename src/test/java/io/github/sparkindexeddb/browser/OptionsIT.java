// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How options are given, and what a user is told of wrong ones. */
@EverySpark
class OptionsIT {
  private static final String SESSION = "spark.datasource.indexeddb.";

  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void start() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app =
        LinkedApp.start(
            agent.uri().toString(),
            BrowserDatabase.named("shop")
                .store("orders", "{ keyPath: 'id' }")
                .records("Array.from({ length: 20 }, (_, id) => ({ id, total: id / 2 }))")
                .store("big", "{ keyPath: 'id' }")
                .records(
                    """
                    Array.from({ length: 100 }, (_, id) =>
                      ({ id, text: `${id}`.repeat(10000).slice(0, 10000), in: { small: id, big: 'b'.repeat(10000) } }))
                    """));
  }

  @AfterAll
  static void stop() {
    app.close();
    agent.close();
  }

  @Test
  void namesTheNearestOfAnUnknownOption() {
    assertRefused(ErrorCode.OPTION_UNKNOWN, () -> read().option("maxPartition", 2).load())
        .contains("Cannot use option 'maxPartition': there is none of that name.")
        .contains("The nearest is 'maxPartitions'", "sampleSize");
  }

  @Test
  void listsTheOptionsIfNoneIsNear() {
    assertRefused(ErrorCode.OPTION_UNKNOWN, () -> read().option("header", true).load())
        .contains("Cannot use option 'header': ", "Use one of ", "endpoint", "mode");
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, ftp://127.0.0.1, http://",
    "endpoint, localhost:8787, http://",
    "endpoint, http://127.0.0.1:1/agent, it has the path",
    "origin, shop.example, an origin without a slash at its end",
    "origin, https://shop.example/, an origin without a slash at its end",
    "minClients, 0, a whole number from 1",
    "minClients, two, a whole number from 1",
    "waitForClients, 10, a whole number with its unit",
    "waitForClients, -1s, a whole number with its unit",
    "mode, STRICT, 'FAILFAST',",
    "sampleSize, 0, a whole number of 1 or more",
    "sampleSize, most, 'all'",
    "maxPartitions, -1, a whole number from 1",
    "recordsPerPartition, 1e3, a whole number of 1 or more",
    "pushdown, yes, 'false' or 'repeat'",
    "schemaHints, total, it is no list of columns",
  })
  void quotesTheOptionAndTheValueThatIsMalformed(String key, String value, String allowed) {
    assertRefused(ErrorCode.OPTION_INVALID, () -> read().option(key, value).load())
        .contains("'" + key + "'", value, allowed);
  }

  @Test
  void refusesAPathOfOneName() {
    DataFrameReader reader =
        TestSpark.spark().read().format("indexeddb").option("endpoint", agent.uri().toString());
    assertRefused(ErrorCode.OPTION_INVALID, () -> reader.load("orders"))
        .contains("'orders'", "'path'", "'database/store'");
  }

  @Test
  void refusesPathAndStoreAtOnce() {
    assertRefused(ErrorCode.OPTION_INVALID, () -> read().load("shop/orders"))
        .contains("'shop/orders'", "'path'", "either the path, or database and store");
  }

  @Test
  void saysWhatIsMissing() {
    DataFrameReader reader = TestSpark.spark().read().format("indexeddb");
    assertRefused(ErrorCode.OPTION_MISSING, () -> reader.load("shop/orders"))
        .contains("option 'endpoint' is missing", "spark.read.format(\"indexeddb\")");
    assertRefused(
            ErrorCode.OPTION_MISSING,
            () -> reader.option("endpoint", agent.uri().toString()).load())
        .contains("option 'database' is missing");
    assertRefused(ErrorCode.OPTION_MISSING, () -> reader.option("database", "shop").load())
        .contains("option 'store' is missing");
  }

  @Test
  void takesKeysOfAnyCase() {
    assertThat(
            TestSpark.spark()
                .read()
                .format("indexeddb")
                .option("ENDPOINT", agent.uri().toString())
                .option("dataBase", "shop")
                .option("Store", "orders")
                .load()
                .count())
        .isEqualTo(20);
  }

  @Test
  void takesOptionsOfTheSessionUnlessTheReadSaysOtherwise() {
    SparkSession spark = TestSpark.spark();
    spark.conf().set(SESSION + "endpoint", agent.uri().toString());
    spark.conf().set(SESSION + "minClients", "2");
    spark.conf().set(SESSION + "waitForClients", "1ms");
    try {
      DataFrameReader reader = spark.read().format("indexeddb");
      assertRefused(ErrorCode.TOO_FEW_CLIENTS, () -> reader.load("shop/orders"))
          .contains("1 of 2 clients", agent.uri().toString());
      assertThat(reader.option("minClients", 1).load("shop/orders").count()).isEqualTo(20);
    } finally {
      spark.conf().unset(SESSION + "endpoint");
      spark.conf().unset(SESSION + "minClients");
      spark.conf().unset(SESSION + "waitForClients");
    }
  }

  @Test
  void refusesUnknownOptionsOfTheSession() {
    SparkSession spark = TestSpark.spark();
    spark.conf().set(SESSION + "endpoints", agent.uri().toString());
    try {
      assertRefused(ErrorCode.OPTION_UNKNOWN, () -> read().load())
          .contains("'endpoints'", "The nearest is 'endpoint'");
    } finally {
      spark.conf().unset(SESSION + "endpoints");
    }
  }

  @Test
  void servesSqlViews() {
    SparkSession spark = TestSpark.spark();
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW real_orders USING indexeddb OPTIONS (endpoint '"
            + agent.uri().toString()
            + "', path 'shop/orders')");
    assertThat(spark.sql("SELECT count(*), sum(total) FROM real_orders WHERE id >= 10").first())
        .hasToString("[10,72.5]");

    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW real_totals (total double) USING indexeddb OPTIONS"
            + " (endpoint '"
            + agent.uri().toString()
            + "', database 'shop', store 'orders')");
    assertThat(spark.sql("SELECT * FROM real_totals ORDER BY total DESC LIMIT 1").first())
        .hasToString("[9.5]");
  }

  @Test
  void refusesInSqlToo() {
    assertRefused(
            ErrorCode.OPTION_UNKNOWN,
            () ->
                TestSpark.spark()
                    .sql(
                        "CREATE OR REPLACE TEMPORARY VIEW wrong USING indexeddb OPTIONS (endpoint '"
                            + agent.uri().toString()
                            + "', path 'shop/orders', tokn 'x')"))
        .contains("'tokn'", "The nearest is 'token'");
  }

  @Test
  void leavesInTheBrowserWhatIsNotSelected() {
    String wanted = "sum(in.small)";
    assertThat(bytesOf(() -> big("true").selectExpr(wanted).first())).isLessThan(20_000);
    // An aggregate that browsers do not compute, so that the texts have to come.
    assertThat(bytesOf(() -> big("true").selectExpr(wanted, "max(length(text))").first()))
        .isBetween(1_000_000L, 1_100_000L);
    assertThat(bytesOf(() -> big("false").selectExpr(wanted).first())).isGreaterThan(2_000_000);
    assertThat(big("true").selectExpr(wanted).first())
        .isEqualTo(big("false").selectExpr(wanted).first());
  }

  private static Dataset<Row> big(String pushdown) {
    return read().option("store", "big").option("pushdown", pushdown).load();
  }

  /** Of all splits, as the agent counts them. */
  private static long bytesOf(Runnable action) {
    Pattern sealed = Pattern.compile("sealed: [0-9]+ rows, ([0-9]+) bytes");
    try (LogCapture log = LogCapture.start()) {
      action.run();
      return log.lines().stream()
          .map(sealed::matcher)
          .filter(Matcher::find)
          .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
          .sum();
    }
  }

  @Test
  void makesAsManyPartitionsAsAskedFor() {
    assertThat(read().option("maxPartitions", 1).load().javaRDD().getNumPartitions()).isEqualTo(1);
    assertThat(read().option("recordsPerPartition", 5).load().javaRDD().getNumPartitions())
        .isEqualTo(4);
    assertThat(
            read()
                .option("recordsPerPartition", 5)
                .option("maxPartitions", 3)
                .load()
                .javaRDD()
                .getNumPartitions())
        .isEqualTo(3);
  }

  private static DataFrameReader read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("waitForClients", "300ms")
        .option("database", "shop")
        .option("store", "orders");
  }
}
