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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What IndexedDB can hold, from a real browser into Spark. */
@EverySpark
class TypesIT {
  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    BrowserDatabase types = BrowserDatabase.named("types");
    cases().forEach(each -> types.store(each.name(), "{ keyPath: 'id' }").records(each.records()));
    types
        .store("numbers alone", "{}")
        .entries("[['a', 1], ['b', 2.5]]")
        .store("objects and numbers", "{}")
        .entries("[[1, { a: new Date(7) }], [2, 3n]]")
        .store("objects without keys", "{ autoIncrement: true }")
        .records("[{ a: 'x' }, { b: true }]")
        .store("250 names", "{ keyPath: 'id' }")
        .record(
            "{ id: 0, v: Object.fromEntries(Array.from({ length: 250 }, (_, i) => ['k' + i, i])) }")
        .store("nothing else", "{ keyPath: 'id' }")
        .records("[{ id: 0 }, { id: 1 }]")
        .store("empty", "{ keyPath: 'id' }");
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), types);
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  static Stream<ValueCase> cases() {
    return ValueCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyValueHasItsTypeAndArrives(ValueCase values) {
    Dataset<Row> seen = read(values.name());
    assertThat(plain(seen.schema())).isEqualTo(StructType.fromDDL("id bigint, v " + values.type()));
    // Sorted here: Spark's own sorting doubles the time of so many small jobs.
    List<Row> rows = new ArrayList<>(seen.collectAsList());
    rows.sort(Comparator.comparing(row -> row.getLong(0)));
    assertThat(rows).extracting(row -> Plain.value(row.get(1))).isEqualTo(values.expected());
  }

  @Test
  void recordsThatAreNotObjectsAreOneColumnBesideTheirKey() {
    Dataset<Row> seen = read("numbers alone");
    assertThat(plain(seen.schema())).isEqualTo(StructType.fromDDL("_key string, value double"));
    assertThat(Plain.rows(seen.orderBy("_key")))
        .containsExactly(List.of("a", 1.0), List.of("b", 2.5));
  }

  @Test
  void objectsAmongOtherRecordsAreJson() {
    Dataset<Row> seen = read("objects and numbers");
    assertThat(plain(seen.schema())).isEqualTo(StructType.fromDDL("_key double, value string"));
    assertThat(Plain.rows(seen.orderBy("_key")))
        .containsExactly(
            List.of(1.0, "{\"a\":{\"$date\":7}}"), List.of(2.0, "{\"$bigint\":\"3\"}"));
  }

  @Test
  void keysThatTheBrowserCountsAreTheFirstColumn() {
    Dataset<Row> seen = read("objects without keys");
    assertThat(plain(seen.schema()))
        .isEqualTo(StructType.fromDDL("_key bigint, a string, b boolean"));
    assertThat(Plain.rows(seen.orderBy("_key")))
        .containsExactly(Arrays.asList(1L, "x", null), Arrays.asList(2L, null, true));
  }

  @Test
  void objectsOf250NamesAreStructs() {
    StructType struct = (StructType) read("250 names").schema().apply("v").dataType();
    assertThat(struct.fieldNames()).hasSize(250).startsWith("k0", "k1").endsWith("k249");
  }

  @Test
  void aFieldThatNoRecordHasIsNoColumn() {
    assertThat(plain(read("nothing else").schema())).isEqualTo(StructType.fromDDL("id bigint"));
  }

  @Test
  void anEmptyStoreHasNoColumnsAndNoRows() {
    assertThat(read("empty").schema().fields()).isEmpty();
    assertThat(read("empty").count()).isZero();
  }

  /** Names, types and nullability alone: fields of JSON bear a mark in their metadata. */
  private static StructType plain(StructType schema) {
    return StructType.fromDDL(schema.toDDL());
  }

  private static Dataset<Row> read(String store) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .load("types/" + store);
  }
}
