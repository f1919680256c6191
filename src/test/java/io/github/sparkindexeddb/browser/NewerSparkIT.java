// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What newer versions of Spark do otherwise, or have alone. */
@EverySpark
class NewerSparkIT {
  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    BrowserDatabase database =
        BrowserDatabase.named("newer")
            .store("things", "{ keyPath: 'id' }")
            .record("{ id: 1, bytes: new Uint8Array([1]), big: 2n ** 63n - 1n }")
            .record("{ id: 2, bytes: new Uint8Array([2]), big: 1n }");
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), database);
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  /** Spark 4 fails to write down such a condition, and writes down whatever is pushed. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void findsBytesInAListThatHoldsANull(String pushdown) {
    Dataset<Row> found =
        read(TestSpark.spark(), pushdown).filter("bytes IN (X'02', X'03', NULL)").select("id");
    assertThat(Plain.column(found)).containsExactly(2L);
  }

  /** An error by the rule of ANSI, which is the default from Spark 4 on. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aSumThatOverflowsDoesWhatTheSessionWants(String pushdown) {
    SparkSession session = TestSpark.spark().newSession();
    session.conf().set("spark.sql.ansi.enabled", "false");
    assertThat(Plain.column(read(session, pushdown).selectExpr("sum(big)")))
        .containsExactly(Long.MIN_VALUE);
    session.conf().set("spark.sql.ansi.enabled", "true");
    assertThatThrownBy(() -> read(session, pushdown).selectExpr("sum(big)").collectAsList())
        .hasStackTraceContaining("ARITHMETIC_OVERFLOW");
  }

  @ParameterizedTest
  @ValueSource(strings = {"VARIANT", "STRING COLLATE UTF8_LCASE"})
  void refusesTypesThatNoBrowserHas(String type) {
    String schema = "id BIGINT, bytes " + type;
    if (TestSpark.spark().version().startsWith("3.")) {
      assertThatThrownBy(() -> given(schema)).isInstanceOf(ParseException.class);
    } else {
      assertRefused(ErrorCode.TYPE_NOT_SUPPORTED, () -> given(schema)).contains("'bytes'");
    }
  }

  private static List<Row> given(String schema) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .schema(schema)
        .load("newer/things")
        .collectAsList();
  }

  private static Dataset<Row> read(SparkSession session, String pushdown) {
    return session
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("pushdown", pushdown)
        .load("newer/things");
  }
}
