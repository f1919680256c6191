// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestSpark;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records that do not fit the schema, in each mode: one of three is text where a number was. */
@EverySpark
class ModesIT {
  private static final String SCHEMA = "id BIGINT, v BIGINT";
  private static final BrowserDatabase RECORDS =
      BrowserDatabase.named("modes")
          .store("text", "{ keyPath: 'id' }")
          .records("[{ id: 1, v: 10 }, { id: 2, v: 'x' }, { id: 3, v: 30 }]")
          .store("cyclic", "{ keyPath: 'id' }")
          .records(
              """
              [{ id: 1, v: { n: 10 } }, (() => {
                const record = { id: 2, v: { n: 20 } };
                record.v.self = record;
                return record;
              })(), { id: 3, v: { n: 30 } }]""");
  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), RECORDS);
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void failfastNamesStoreKeyFieldTypesAndBothWaysOut() {
    assertThatThrownBy(() -> read("FAILFAST").schema(SCHEMA).load("modes/text").collect())
        .hasStackTraceContaining("modes")
        .hasStackTraceContaining("text")
        .hasStackTraceContaining("{\"number\":2}")
        .hasStackTraceContaining("string does not fit bigint")
        .hasStackTraceContaining("sampleSize=all")
        .hasStackTraceContaining("mode=PERMISSIVE");
  }

  @Test
  void failfastIsTheDefault() {
    DataFrameReader reader =
        TestSpark.spark().read().format("indexeddb").option("endpoint", agent.uri().toString());
    assertThatThrownBy(() -> reader.schema(SCHEMA).load("modes/text").collect())
        .hasStackTraceContaining("string does not fit bigint");
  }

  @Test
  void permissiveGivesNullForWhatDoesNotFit() {
    Dataset<Row> frame = read("PERMISSIVE").schema(SCHEMA).load("modes/text").orderBy("id");
    assertThat(Plain.rows(frame))
        .containsExactly(List.of(1L, 10L), Arrays.asList(2L, null), List.of(3L, 30L));
  }

  @Test
  void permissiveKeepsTheRecordAsJsonIfAskedFor() {
    Dataset<Row> frame =
        read("PERMISSIVE")
            .option("columnNameOfCorruptRecord", "bad")
            .schema(SCHEMA + ", bad STRING")
            .load("modes/text")
            .orderBy("id");
    assertThat(Plain.rows(frame))
        .containsExactly(
            Arrays.asList(1L, 10L, null),
            Arrays.asList(2L, null, "{\"id\":2,\"v\":\"x\"}"),
            Arrays.asList(3L, 30L, null));
  }

  @Test
  void malformedIsJudgedAgainstTheWholeSchemaWhateverIsPruned() {
    Dataset<Row> dropped = read("DROPMALFORMED").schema(SCHEMA).load("modes/text");
    assertThat(Plain.column(dropped.orderBy("id").select("id"))).containsExactly(1L, 3L);
    assertThat(dropped.count()).isEqualTo(2);
    Dataset<Row> permissive =
        read("PERMISSIVE")
            .option("columnNameOfCorruptRecord", "bad")
            .schema(SCHEMA + ", bad STRING")
            .load("modes/text");
    assertThat(Plain.column(permissive.where("bad IS NOT NULL").select("id"))).containsExactly(2L);
  }

  @Test
  void cyclicRecordsAreCountedAsCorruptAndFailWhenRead() {
    Dataset<Row> inferred = read("FAILFAST").load("modes/cyclic");
    assertThat(inferred.schema().toDDL()).isEqualTo("id BIGINT,v STRUCT<n: BIGINT, self: STRING>");
    assertThatThrownBy(inferred::collect)
        .hasStackTraceContaining("field 'v.self' of the record with key {\"number\":2}");
    Dataset<Row> asText = read("FAILFAST").schema("id BIGINT, v STRING").load("modes/cyclic");
    assertThatThrownBy(asText::collect)
        .hasStackTraceContaining("{\"number\":2}")
        .hasStackTraceContaining("it contains itself");
  }

  @Test
  void cyclicRecordsAreNullOrDropped() {
    String schema = "id BIGINT, v STRING";
    Dataset<Row> permissive = read("PERMISSIVE").schema(schema).load("modes/cyclic").orderBy("id");
    assertThat(Plain.rows(permissive))
        .containsExactly(
            List.of(1L, "{\"n\":10}"), Arrays.asList(2L, null), List.of(3L, "{\"n\":30}"));
    Dataset<Row> dropped = read("DROPMALFORMED").schema(schema).load("modes/cyclic");
    assertThat(Plain.column(dropped.select("id").orderBy("id"))).containsExactly(1L, 3L);
  }

  private static DataFrameReader read(String mode) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("mode", mode);
  }
}
