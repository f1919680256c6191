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
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that the user gives or hints at, and records that do not fit them. */
@EverySpark
class SchemasIT {
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
                .record(
                    """
                    { id: 1, total: 12.5, placed: new Date(Date.UTC(2026, 0, 2)), note: null,
                      customer: { name: 'Zoë', address: { city: 'Rome', zip: 1 } },
                      lines: [{ sku: 'a', count: 2 }, { sku: 'b', count: 3 }] }
                    """)
                .store("keyed", "{ autoIncrement: true }")
                .records("[{ a: 1 }, { a: 2, _key: 'mine' }]")
                .store("values", "{ autoIncrement: true }")
                .records("[{ value: 7 }, 5]")
                .store("mixed", "{ keyPath: 'id' }")
                .records(
                    """
                    [{ id: 1, total: 1.5, at: { x: 1 } }, { id: 2, total: 'two', at: { x: 2 } },
                     { id: 3, total: new Date(3), at: { x: 'three', y: 3 } }, { id: 4, at: { x: 4, y: 4 } },
                     { id: 5, total: 5n, at: 5 }, { id: 6, total: 6, at: { x: 6 } }]
                    """));
  }

  @AfterAll
  static void stop() {
    app.close();
    agent.close();
  }

  @Test
  void readsAnyPartOfTheRecordsInAnyOrder() {
    String ddl =
        "lines ARRAY<STRUCT<count: INT>>,customer STRUCT<address: STRUCT<zip: SMALLINT, city:"
            + " STRING>>,absent STRING,id TINYINT";
    Dataset<Row> frame = read().schema(ddl).load("shop/orders");
    assertThat(frame.schema().toDDL()).isEqualToIgnoringCase(ddl);
    assertThat(Plain.rows(frame))
        .containsExactly(
            Arrays.asList(
                List.of(List.of(2), List.of(3)),
                List.of(Arrays.asList((short) 1, "Rome")),
                null,
                (byte) 1));
  }

  @Test
  void takesTheKeyForAColumnOfItsName() {
    assertThat(read().schema("total double, _key decimal(5,1)").load("shop/orders").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[12.5,1.0]");
    assertThat(read().schema("id int").load("shop/orders").select("_key", "id").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1.0,1]");
  }

  /** By all sampled records, as the inferred schema has it, so that a kept one reads the same. */
  @Test
  void tellsAFieldFromTheKeyAndFromTheRecordByAllSampledRecords() {
    Dataset<Row> keyed = read().load("shop/keyed");
    assertThat(Plain.rows(keyed))
        .containsExactly(Arrays.asList(1L, null), Arrays.asList(2L, "mine"))
        .isEqualTo(Plain.rows(read().schema(keyed.schema()).load("shop/keyed")));
    Dataset<Row> values = read().load("shop/values");
    assertThat(Plain.rows(values.select("value")))
        .containsExactly(List.of("{\"value\":7}"), List.of("5"))
        .isEqualTo(Plain.rows(read().schema(values.schema()).load("shop/values").select("value")));
  }

  @Test
  void readsValuesAsTheTypesAskedFor() {
    Row row =
        read()
            .schema(
                "total decimal(10,2), placed date, customer string, id float, lines string, note"
                    + " binary")
            .load("shop/orders")
            .first();
    assertThat(row.getDecimal(0)).isEqualTo(new BigDecimal("12.50"));
    assertThat(row.getDate(1)).hasToString("2026-01-02");
    assertThat(row.getString(2))
        .isEqualTo("{\"name\":\"Zoë\",\"address\":{\"city\":\"Rome\",\"zip\":1}}");
    assertThat(row.getFloat(3)).isEqualTo(1.0f);
    assertThat(row.getString(4))
        .isEqualTo("[{\"sku\":\"a\",\"count\":2},{\"sku\":\"b\",\"count\":3}]");
    assertThat(row.isNullAt(5)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id bigint, span interval day",
        "id bigint, span interval year to month",
        "id bigint, inner struct<a: int, span: interval day>",
        "id bigint, nothing void",
        "id bigint, list array<interval day>"
      })
  void refusesTypesThatNoValueHas(String ddl) {
    assertRefused(ErrorCode.TYPE_NOT_SUPPORTED, () -> read().schema(ddl).load("shop/orders"))
        .containsAnyOf("'span'", "'inner.span'", "'nothing'", "'list.element'")
        .contains("Cannot read column ", "Use boolean, tinyint");
  }

  @Test
  void amendsWhatIsInferredByHints() {
    Dataset<Row> frame =
        read().option("schemaHints", "total decimal(5,1), discount double").load("shop/orders");
    assertThat(frame.schema().fieldNames())
        .containsExactly("id", "total", "placed", "note", "customer", "lines", "discount");
    assertThat(frame.selectExpr("total", "discount", "id").first())
        .isEqualTo(RowFactory.create(new BigDecimal("12.5"), null, 1L));
  }

  @Test
  void takesAHintForTheKeyAsMeantForIt() {
    Dataset<Row> frame = read().option("schemaHints", "_key bigint").load("shop/orders");
    assertThat(frame.selectExpr("_key", "id").first()).isEqualTo(RowFactory.create(1L, 1L));
  }

  @Test
  void refusesHintsBesideASchema() {
    assertRefused(
            ErrorCode.OPTION_INVALID,
            () -> read().option("schemaHints", "a int").schema("a int").load("shop/orders"))
        .contains("'schemaHints'", "Leave out either");
  }

  @Test
  void failsAtAValueThatDoesNotFit() {
    assertRefused(
            ErrorCode.VALUE_DOES_NOT_FIT,
            () -> mixed().schema("id bigint, total double").load().collectAsList())
        .contains("field 'total'", "{\"number\":2}", "'shop/mixed'", "a string does not fit double")
        .contains("'sampleSize=all'", "'mode=PERMISSIVE'");
    assertRefused(
            ErrorCode.VALUE_DOES_NOT_FIT,
            () -> mixed().schema("id bigint, at struct<x: int>").load().collectAsList())
        .contains("field 'at.x'", "{\"number\":3}", "a string does not fit int");
  }

  @Test
  void failsIfTheSampleMissedAValue() {
    assertRefused(
            ErrorCode.VALUE_DOES_NOT_FIT,
            () -> mixed().option("sampleSize", 1).load().collectAsList())
        .contains("field 'total'", "'sampleSize=all'");
    assertThat(
            mixed()
                .option("sampleSize", "all")
                .load()
                .select("total")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactly("1.5", "\"two\"", "{\"$date\":3}", null, "{\"$bigint\":\"5\"}", "6");
  }

  @Test
  void doesNotMindValuesThatNobodySelects() {
    assertThat(mixed().schema("id bigint, total double").load().selectExpr("sum(id)").first())
        .hasToString("[21]");
  }

  @Test
  void showsWhatDoesNotFitAsNullAndTheRecordAsJson() {
    DataFrameReader permissive =
        mixed()
            .option("mode", "permissive")
            .option("columnNameOfCorruptRecord", "broken")
            .schema("id bigint, total double, at struct<x: int>, broken string");
    assertThat(permissive.load().collectAsList())
        .extracting(Row::toString)
        .containsExactly(
            "[1,1.5,[1],null]",
            "[2,null,[2],{\"id\":2,\"total\":\"two\",\"at\":{\"x\":2}}]",
            "[3,null,null,{\"id\":3,\"total\":{\"$date\":3},\"at\":{\"x\":\"three\",\"y\":3}}]",
            "[4,null,[4],null]",
            "[5,null,null,{\"id\":5,\"total\":{\"$bigint\":\"5\"},\"at\":5}]",
            "[6,6.0,[6],null]");
    assertThat(permissive.load().select("broken").filter("broken is not null").count())
        .as("judged against the whole schema, whatever is selected")
        .isEqualTo(3);
    assertThat(permissive.option("pushdown", "false").load().filter("broken is not null").count())
        .isEqualTo(3);
  }

  @Test
  void showsTheSameNullsWhateverIsSelected() {
    for (String pushdown : List.of("true", "false")) {
      assertThat(
              mixed()
                  .option("mode", "PERMISSIVE")
                  .option("pushdown", pushdown)
                  .schema("id bigint, at struct<x: int, y: int>")
                  .load()
                  .selectExpr("at.y")
                  .collectAsList())
          .as("a field beside one that does not fit, with pushdown " + pushdown)
          .extracting(Row::toString)
          .containsExactly("[null]", "[null]", "[null]", "[4]", "[null]", "[null]");
    }
  }

  @Test
  void addsTheColumnOfBrokenRecordsToAnInferredSchema() {
    Dataset<Row> frame =
        mixed()
            .option("mode", "PERMISSIVE")
            .option("sampleSize", 1)
            .option("columnNameOfCorruptRecord", "broken")
            .load();
    assertThat(frame.schema().fieldNames()).endsWith("broken");
    assertThat(frame.filter("broken is not null").count()).isEqualTo(3);
  }

  @Test
  void dropsRecordsThatDoNotFitWhateverIsSelected() {
    for (String pushdown : List.of("true", "false")) {
      DataFrameReader dropping =
          mixed()
              .option("mode", "DROPMALFORMED")
              .option("pushdown", pushdown)
              .schema("id bigint, total double, at struct<x: int>");
      assertThat(dropping.load().collectAsList())
          .extracting(Row::toString)
          .containsExactly("[1,1.5,[1]]", "[4,null,[4]]", "[6,6.0,[6]]");
      assertThat(dropping.load().count()).isEqualTo(3);
      assertThat(dropping.load().select("id").filter("id > 1").collectAsList())
          .extracting(Row::toString)
          .containsExactly("[4]", "[6]");
      assertThat(dropping.load().selectExpr("sum(at.x)", "max(_key)").first())
          .hasToString("[11,6.0]");
    }
  }

  private static DataFrameReader read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("waitForClients", "300ms");
  }

  /** In one split, so that the first value that does not fit is the first in order. */
  private static DataFrameReader mixed() {
    return read().option("database", "shop").option("store", "mixed").option("maxPartitions", 1);
  }
}
