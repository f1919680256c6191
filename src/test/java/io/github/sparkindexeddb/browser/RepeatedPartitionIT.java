// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestSpark;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/**
 * One task that reads one split twice at once: Spark before 4.2 closes the first reader, in which
 * the task still is.
 */
@EverySpark
class RepeatedPartitionIT {
  private static final long IDS = 1000;

  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    BrowserDatabase database =
        BrowserDatabase.named("repeated")
            .store("ids", "{ keyPath: 'id' }")
            .records(
                "Array.from({ length: %d }, (_, id) => ({ id, text: `the text of ${id}` }))"
                    .formatted(IDS));
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), database);
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void everyRecordMeetsEveryOtherInACartesianProduct() {
    JavaRDD<Row> ids = read().select("id").javaRDD();

    long pairs =
        ids.cartesian(ids)
            .map(pair -> pair._1().getLong(0) * IDS + pair._2().getLong(0))
            .distinct()
            .count();

    assertThat(pairs).isEqualTo(IDS * IDS);
  }

  @Test
  void everyRecordMeetsItselfInAZip() {
    JavaRDD<Row> records = read().select("id", "text").javaRDD();

    List<Tuple2<Row, Row>> pairs = records.zip(records).collect();

    assertThat(pairs)
        .hasSize((int) IDS)
        .allSatisfy(
            pair -> {
              assertThat(pair._1()).isEqualTo(pair._2());
              assertThat(pair._1().getString(1)).isEqualTo("the text of " + pair._1().getLong(0));
            });
  }

  @Test
  void aValueOutlivesItsBatch() {
    assertThat(
            read()
                .coalesce(1)
                .selectExpr("first(text)", "min_by(text, id)", "max_by(text, id)", "last(text)")
                .first())
        .isEqualTo(
            RowFactory.create(
                "the text of 0",
                "the text of 0",
                "the text of " + (IDS - 1),
                "the text of " + (IDS - 1)));
  }

  private static Dataset<Row> read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("recordsPerPartition", "400")
        .option("pushdown", "false")
        .load("repeated/ids");
  }
}
