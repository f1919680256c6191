// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestSpark;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conditions that are longer than a request may be: Spark tests them itself. */
@EverySpark
class LongConditionsIT {
  private static final int COUNT = 50;

  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    BrowserDatabase database =
        BrowserDatabase.named("long")
            .store("texts", "{ keyPath: 'id' }")
            .records(
                "Array.from({ length: %d }, (_, id) => ({ id, text: `the text of ${id}` }))"
                    .formatted(COUNT));
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), database);
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void aLongListOfTexts() {
    Object[] texts =
        IntStream.range(0, 9_000)
            .mapToObj(n -> n < 3 ? "the text of " + n : "x".repeat(1_000) + n)
            .toArray();
    assertThat(read().where(col("text").isin(texts)).count()).isEqualTo(3);
    assertThat(read().where(col("text").isin(texts).and(col("id").gt(0))).count()).isEqualTo(2);
  }

  @Test
  void aLongText() {
    String huge = "x".repeat(9 << 20);
    assertThat(read().where(col("text").equalTo(huge)).count()).isZero();
    assertThat(read().where(col("text").startsWith(huge)).count()).isZero();
    assertThat(read().where(col("text").lt(lit(huge)).and(col("id").lt(7))).count()).isEqualTo(7);
  }

  @Test
  void manyTextsThatFitByThemselves() {
    Dataset<Row> frame = read();
    for (int n = 0; n < 12; n++) {
      frame = frame.where(col("text").notEqual(String.valueOf(n).repeat(800_000)));
    }
    assertThat(frame.count()).isEqualTo(COUNT);
  }

  @Test
  void longKeysOfAJoin() {
    Dataset<Row> other =
        TestSpark.spark()
            .range(0, 900)
            .selectExpr(
                "CASE WHEN id < 5 THEN concat('the text of ', id) ELSE concat(repeat('z', 12000), id) END AS t")
            .hint("broadcast");
    TestSpark.spark()
        .conf()
        .set("spark.sql.optimizer.dynamicPartitionPruning.reuseBroadcastOnly", "false");
    try {
      Dataset<Row> joined = read().join(other.where("t <> ''"), col("text").equalTo(col("t")));
      assertThat(joined.count()).isEqualTo(5);
    } finally {
      TestSpark.spark()
          .conf()
          .unset("spark.sql.optimizer.dynamicPartitionPruning.reuseBroadcastOnly");
    }
  }

  private static Dataset<Row> read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .load("long/texts");
  }
}
