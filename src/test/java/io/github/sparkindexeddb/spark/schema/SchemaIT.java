// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.FakeAgentStore;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaIT {
  private FakeAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent = new FakeAgent(Orders.store(5));
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
  }

  @Test
  void isInferredWithMixedColumnsMarked() {
    StructType schema = Orders.read(agent).load().schema();

    assertThat(schema.toDDL()).isEqualTo(StructType.fromDDL(Orders.DDL).toDDL());
    assertThat(schema.apply("mixed").metadata().json()).isEqualTo("{\"indexeddb\":\"json\"}");
  }

  @Test
  void givenByTheUserCostsNoSampling() {
    String schema = "total double, customer struct<name:string>, absent int";

    Dataset<Row> frame = Orders.read(agent).schema(schema).load();

    assertThat(frame.collectAsList())
        .isEqualTo(Orders.expected(StructType.fromDDL(schema), 0, 5).collectAsList());
    assertThat(frame.schema()).isEqualTo(StructType.fromDDL(schema));
    assertThat(agent.summaries).isEmpty();
  }

  @Test
  void keptAndGivenBackReadsTheSameColumns() {
    StructType kept = Orders.read(agent).load().schema();

    Orders.read(agent).schema(kept).load().select("mixed").collectAsList();

    assertThat(agent.scans.peek().projection().columns())
        .containsExactly(Column.field("mixed", Type.Scalar.JSON));
  }

  @Test
  void withATypeThatNoValueBecomesIsRefusedAtLoad() {
    assertThatThrownBy(() -> Orders.read(agent).schema("a struct<b:array<interval year>>").load())
        .hasMessageStartingWith("[TYPE_NOT_SUPPORTED] Cannot read column 'a.b.element' as")
        .hasMessageContaining("Use boolean,");
  }

  @Test
  void withNamesThatCollideIsRefused() {
    assertThatThrownBy(() -> Orders.read(agent).schema("id int, ID int").load())
        .hasMessageStartingWith("[COLUMN_NAMES_COLLIDE] Cannot tell columns 'id' and 'ID' apart")
        .hasMessageContaining("spark.sql.caseSensitive=true");
  }

  @Test
  void isAmendedByHints() {
    Dataset<Row> frame =
        Orders.read(agent).option("schemaHints", "TOTAL decimal(10,2), rare date").load();

    assertThat(frame.schema().apply("total").dataType().sql()).isEqualTo("DECIMAL(10,2)");
    assertThat(frame.schema().fieldNames()).endsWith("mixed", "rare");
    assertThat(frame.selectExpr("sum(total)").first().getDecimal(0)).isEqualTo("12.50");
  }

  @Test
  void givenByTheUserTakesNoHints() {
    assertThatThrownBy(
            () -> Orders.read(agent).option("schemaHints", "a int").schema("a int").load())
        .hasMessageStartingWith("[OPTION_INVALID] Cannot use option 'schemaHints'")
        .hasMessageContaining("Leave out either.");
  }

  @Test
  void getsTheCorruptColumnLast() {
    Dataset<Row> frame =
        Orders.read(agent)
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", "_bad")
            .load();

    frame.select("_bad").collectAsList();

    assertThat(frame.schema().fieldNames()).endsWith("mixed", "_bad");
    assertThat(agent.scans.peek().projection().columns())
        .containsExactly(new Column("_bad", Type.Scalar.STRING, Source.CORRUPT));
    assertThat(agent.scans.peek().projection().judged().orElseThrow())
        .extracting(Column::name)
        .containsExactly("id", "customer", "lines", "total", "placed", "tags", "mixed");
  }

  @Test
  void givenByTheUserMustHaveTheCorruptColumn() {
    for (String schema : List.of("id int", "_bad int")) {
      assertThatThrownBy(
              () ->
                  Orders.read(agent)
                      .option("columnNameOfCorruptRecord", "_bad")
                      .schema(schema)
                      .load())
          .hasMessageStartingWith(
              "[OPTION_INVALID] Cannot use option 'columnNameOfCorruptRecord' = '_bad'")
          .hasMessageContaining("Add it to the schema");
    }
  }

  @Test
  void judgesTheWholeTableWhereRecordsAreDropped() {
    Orders.read(agent).option("mode", "DROPMALFORMED").load().select("id").collectAsList();

    assertThat(agent.scans.peek().projection().mode()).isEqualTo(Mode.DROPMALFORMED);
    assertThat(agent.scans.peek().projection().judged().orElseThrow()).hasSize(7);
  }

  @Test
  void judgesWhatIsReadOtherwise() {
    Orders.read(agent).option("mode", "PERMISSIVE").load().select("id").collectAsList();

    assertThat(agent.scans.peek().projection().judged()).isEmpty();
  }

  @Test
  void givenByTheUserStillHasTheKey() {
    Dataset<Row> frame = Orders.read(agent).schema("id bigint").load();

    assertThat(frame.select("_key").schema().toDDL()).isEqualTo("_key STRING");
    assertThat(agent.summaries.peek().sampleSize()).hasValue(1);
  }

  @Test
  void hasTheKeyFirstInAStoreWithoutKeyPath() throws IOException {
    try (FakeAgent outOfLine = new FakeAgent(Orders.store(5).withoutKeyPath())) {
      Dataset<Row> frame = Orders.read(outOfLine).load();

      assertThat(frame.schema().fieldNames()).startsWith("_key", "id");
      frame.collectAsList();
      assertThat(outOfLine.scans.peek().projection().columns().get(0).source())
          .isEqualTo(Source.KEY);
    }
  }

  @Test
  void givenByTheUserMayTypeTheKeyOfAStoreWithoutKeyPath() throws IOException {
    try (FakeAgent outOfLine = new FakeAgent(Orders.store(5).withoutKeyPath())) {
      Orders.read(outOfLine).schema("id bigint, _key bigint").load().collectAsList();

      assertThat(outOfLine.scans.peek().projection().columns())
          .containsExactly(
              Column.field("id", Type.Scalar.BIGINT),
              new Column("_key", Type.Scalar.BIGINT, Source.KEY));
    }
  }

  @Test
  void givenByTheUserReadsRecordsThatAreNoObjects() throws IOException {
    FakeAgentStore numbers =
        FakeAgentStore.of("{\"kinds\":{\"integer\":1}}", List.of("{\"value\":7}"));
    try (FakeAgent values = new FakeAgent(numbers)) {
      Orders.read(values).schema("value int").load().collectAsList();

      assertThat(values.scans.peek().projection().columns())
          .containsExactly(new Column("value", Type.Scalar.INT, Source.VALUE));
    }
  }

  @Test
  void ofAnEmptyStoreHasNoColumnsAndNoRows() throws IOException {
    try (FakeAgent empty = new FakeAgent(FakeAgentStore.of("{\"kinds\":{}}", List.of()))) {
      Dataset<Row> frame = Orders.read(empty).load();

      assertThat(frame.schema().fieldNames()).isEmpty();
      assertThat(frame.count()).isZero();
    }
  }
}
