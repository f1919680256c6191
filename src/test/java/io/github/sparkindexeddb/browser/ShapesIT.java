// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestSpark;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Stores of every kind of key, and records that are not objects. */
@EverySpark
class ShapesIT {
  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));

  @Test
  void readsRecordsThatAreNumbers() {
    assertShape(
        values("[1, 2.5, -0]"),
        "_key DOUBLE,value DOUBLE",
        row(0.0, 1.0),
        row(1.0, 2.5),
        row(2.0, -0.0));
  }

  @Test
  void readsRecordsThatAreStrings() {
    assertShape(
        values("['a', null, '🍊']"),
        "_key DOUBLE,value STRING",
        row(0.0, "a"),
        row(1.0, null),
        row(2.0, "🍊"));
  }

  @Test
  void readsRecordsThatAreBinary() {
    assertShape(
        values("[new Uint8Array([1, 255]), new ArrayBuffer(2)]"),
        "_key DOUBLE,value BINARY",
        row(0.0, "0x01ff"),
        row(1.0, "0x0000"));
  }

  @Test
  void readsRecordsThatAreArrays() {
    assertShape(
        values("[[1, 2], [], [null]]"),
        "_key DOUBLE,value ARRAY<BIGINT>",
        row(0.0, List.of(1L, 2L)),
        row(1.0, List.of()),
        row(2.0, row(new Object[] {null})));
  }

  @Test
  void readsRecordsThatAreAllNull() {
    assertShape(
        values("[null, undefined]"), "_key DOUBLE,value STRING", row(0.0, null), row(1.0, null));
  }

  @Test
  void readsRecordsOfManyKindsAsJson() {
    assertShape(
        values("[1, 'a', { a: new Date(5) }, [1n], true, new Uint8Array([1])]"),
        "_key DOUBLE,value STRING",
        row(0.0, "1"),
        row(1.0, "\"a\""),
        row(2.0, "{\"a\":{\"$date\":5}}"),
        row(3.0, "[{\"$bigint\":\"1\"}]"),
        row(4.0, "true"),
        row(5.0, "{\"$binary\":\"AQ==\"}"));
  }

  @Test
  void readsRecordsThatAreMaps() {
    assertShape(
        values("[new Map([['a', 1]]), new Map()]"),
        "_key DOUBLE,value MAP<STRING, BIGINT>",
        row(0.0, Map.of("a", 1L)),
        row(1.0, Map.of()));
  }

  @Test
  void readsNullsAmongRecordsThatAreObjects() {
    assertShape(
        values("[{ a: 1 }, null, undefined, { a: 2, b: 'x' }]"),
        "_key DOUBLE,a BIGINT,b STRING",
        row(0.0, 1L, null),
        row(1.0, null, null),
        row(2.0, null, null),
        row(3.0, 2L, "x"));
  }

  @Test
  void readsRecordsWithoutFields() {
    assertShape(values("[{}, {}]"), "_key DOUBLE", row(0.0), row(1.0));
  }

  @Test
  void readsRecordsThatAreTheirOwnKeys() {
    BrowserDatabase store = store("{ keyPath: '' }").records("['b', 'a']");
    assertShape(store, "value STRING", row("a"), row("b"));
    assertKeys(store, "string", "a", "b");
  }

  @Test
  void hasKeysInTheRecordsAsMetadata() {
    BrowserDatabase store =
        store("{ keyPath: 'id' }").records("[{ id: 1, a: 'x' }, { id: 2.5, a: 'y' }]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), store)) {
      assertThat(things(app).schema().toDDL()).isEqualTo("id DOUBLE,a STRING");
      assertRows(
          things(app).select("a", "_key", "_client", "_origin"),
          row("x", 1.0, app.client(), app.origin()),
          row("y", 2.5, app.client(), app.origin()));
    }
  }

  @Test
  void hasKeysBesideTheRecordsAsTheFirstColumn() {
    BrowserDatabase store = store("{}").entries("[['k2', { a: 2 }], ['k1', { a: 1 }]]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), store)) {
      assertThat(things(app).schema().toDDL()).isEqualTo("_key STRING,a BIGINT");
      assertRows(things(app), row("k1", 1L), row("k2", 2L));
      assertRows(
          things(app).select("_origin", "_key"), row(app.origin(), "k1"), row(app.origin(), "k2"));
    }
  }

  @Test
  void countsWithIntegersWhereTheBrowserCounts() {
    BrowserDatabase inline =
        store("{ keyPath: 'id', autoIncrement: true }").records("[{ a: 'x' }, { a: 'y' }]");
    assertShape(inline, "a STRING,id BIGINT", row("x", 1L), row("y", 2L));
    assertKeys(inline, "bigint", 1L, 2L);
    BrowserDatabase beside = store("{ autoIncrement: true }").records("['x', 'y']");
    assertShape(beside, "_key BIGINT,value STRING", row(1L, "x"), row(2L, "y"));
  }

  @Test
  void keysPutBetweenCountedOnesAreReadAsAnyOther() {
    assertShape(
        store("{ autoIncrement: true }").entries("[[1, 'x'], [1.5, 'y'], [2, 'z']]"),
        "_key DOUBLE,value STRING",
        row(1.0, "x"),
        row(1.5, "y"),
        row(2.0, "z"));
    assertKeys(
        store("{ keyPath: 'id', autoIncrement: true }").records("[{ id: 1 }, { id: 1.5 }, {}]"),
        "double",
        1.0,
        1.5,
        2.0);
  }

  @Test
  void showsCompoundKeysAsJson() {
    assertKeys(
        store("{ keyPath: ['b', 'a'] }").records("[{ a: 1, b: 'x' }, { a: new Date(7), b: 'y' }]"),
        "string",
        "[\"x\",1]",
        "[\"y\",{\"$date\":7}]");
  }

  @Test
  void showsKeysOfOneElementAsTheArraysTheyAre() {
    assertKeys(store("{ keyPath: ['a'] }").record("{ a: 1 }"), "string", "[1]");
  }

  @Test
  void readsKeysFromInsideTheRecords() {
    assertKeys(
        store("{ keyPath: 'meta.id' }").records("[{ meta: { id: 'k' }, a: 1 }]"), "string", "k");
  }

  @Test
  void givesKeysOfOneTypeThatType() {
    assertKeys(
        store("{}").entries("[[new Date(0), 1], [new Date(1500), 2]]"),
        "timestamp",
        Instant.EPOCH,
        Instant.ofEpochMilli(1500));
    assertKeys(
        store("{}").entries("[[new Uint8Array([9]), 1], [new ArrayBuffer(1), 2]]"),
        "binary",
        "0x00",
        "0x09");
    assertKeys(
        store("{}").entries("[[-Infinity, 1], [1e300, 2], [Infinity, 3]]"),
        "double",
        Double.NEGATIVE_INFINITY,
        1e300,
        Double.POSITIVE_INFINITY);
    assertKeys(store("{}").entries("[['', 1], ['\\ud800', 2]]"), "string", "", "\ufffd");
  }

  @Test
  void readsTheOutermostDatesThatAreKeys() {
    BrowserDatabase store =
        store("{}").entries("[[new Date(-8.64e15), 1], [new Date(8.64e15), 2]]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), store)) {
      assertRows(
          things(app).selectExpr("unix_micros(_key)"),
          row(-8_640_000_000_000_000_000L),
          row(8_640_000_000_000_000_000L));
    }
  }

  @Test
  void showsKeysOfAllTypesInOneStoreAsJson() {
    assertKeys(
        store("{}")
            .entries(
                """
                [[[1, ['x']], 1], [new Uint8Array([0, 1]), 2], ['a', 3], ['\\ud800', 4], [new Date(8), 5],
                 [-1.5, 6], [-Infinity, 7], [[], 8]]
                """),
        "string",
        "{\"$number\":\"-Infinity\"}",
        "-1.5",
        "{\"$date\":8}",
        "\"a\"",
        "\"\\ud800\"",
        "{\"$binary\":\"AAE=\"}",
        "[]",
        "[1,[\"x\"]]");
  }

  @Test
  void readsEachRecordOnceWhateverItsKeyIsAndHoweverItIsSplit() {
    BrowserDatabase store =
        store("{}")
            .entries(
                """
                Array.from({ length: 400 }, (_, i) =>
                  [[i, new Date(i), `s${i}`, new Uint8Array([i >> 8, i & 255]), [i, 'x']][i % 5], i])
                """);
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), store)) {
      for (int records : new int[] {1_000, 70, 7}) {
        Dataset<Row> frame = read(app).option("recordsPerPartition", records).load("shapes/things");
        assertThat(frame.selectExpr("count(*)", "count(distinct _key)", "sum(value)").first())
            .as("in splits of " + records)
            .hasToString("[400,400,79800]");
        assertThat(frame.javaRDD().getNumPartitions()).isGreaterThanOrEqualTo(400 / records);
      }
    }
  }

  @Test
  void letsAFieldOfItsNameHideTheKey() {
    assertShape(
        store("{ keyPath: 'id' }").record("{ id: 1, _key: 'mine' }"),
        "id BIGINT,_key STRING",
        row(1L, "mine"));
  }

  private void assertShape(BrowserDatabase store, String ddl, Object... rows) {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), store)) {
      assertThat(things(app).schema().toDDL()).isEqualTo(ddl);
      assertRows(things(app), rows);
      assertRows(read(app).option("pushdown", "false").load("shapes/things"), rows);
    }
  }

  private void assertKeys(BrowserDatabase store, String type, Object... keys) {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), store)) {
      Dataset<Row> frame = things(app).select("_key");
      assertThat(frame.schema().apply("_key").dataType().catalogString()).isEqualTo(type);
      assertThat(Plain.column(frame)).containsExactly(keys);
    }
  }

  private static void assertRows(Dataset<Row> frame, Object... rows) {
    assertThat(Plain.rows(frame)).containsExactly(rows);
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  /** A store whose keys are 0, 1, 2, … beside its records. */
  private static BrowserDatabase values(String javascript) {
    return store("{}").entries("Array.from(" + javascript + ", (value, i) => [i, value])");
  }

  private static BrowserDatabase store(String options) {
    return BrowserDatabase.named("shapes").store("things", options);
  }

  /** Of one app, while the links of earlier ones may not be gone yet. */
  private Dataset<Row> things(LinkedApp app) {
    return read(app).load("shapes/things");
  }

  private DataFrameReader read(LinkedApp app) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("origin", app.origin());
  }
}
