// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import io.github.sparkindexeddb.spark.schema.ClientColumn;
import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ScanColumnsTest {
  private static final Column ID = Column.field("id", Scalar.BIGINT);
  private static final Column NOTE = Column.field("note", Scalar.JSON);
  private static final Column KEY = new Column("_key", Scalar.STRING, Source.KEY);
  private static final List<Column> TABLE = List.of(ID, NOTE);
  private static final Supplier<Column> NEVER =
      () -> {
        throw new AssertionError("the key was asked for");
      };

  @Test
  void readsOnlyWhatIsRequired() {
    ScanColumns scanColumns = ScanColumns.pruned(TABLE, StructType.fromDDL("note string"), NEVER);

    assertThat(scanColumns.fromRecords()).containsExactly(NOTE);
    assertThat(scanColumns.schema()).isEqualTo(SparkTypes.toSpark(List.of(NOTE)));
  }

  @Test
  void readsNothingForACount() {
    ScanColumns scanColumns = ScanColumns.pruned(TABLE, new StructType(), NEVER);

    assertThat(scanColumns.fromRecords()).isEmpty();
    assertThat(scanColumns.schema()).isEqualTo(new StructType());
  }

  @Test
  void readsWholeColumnsWhereAFieldThatDoesNotFitMakesItsColumnNull() {
    Column address =
        Column.field(
            "address",
            new Type.Struct(
                List.of(new Type.Field("city", Scalar.STRING), new Type.Field("no", Scalar.INT))));
    StructType required = StructType.fromDDL("address struct<city:string>, _client string");

    ScanColumns scanColumns = ScanColumns.wide(List.of(ID, address), required, NEVER);

    assertThat(scanColumns.fromRecords()).containsExactly(address);
    assertThat(scanColumns.schema().fieldNames()).containsExactly("address", "_client");
  }

  @Test
  void readsTheWholeTableWithoutPushdown() {
    ScanColumns scanColumns =
        ScanColumns.whole(TABLE, StructType.fromDDL("note string, _client string"), NEVER);

    assertThat(scanColumns.fromRecords()).containsExactly(ID, NOTE);
    assertThat(scanColumns.schema().fieldNames()).containsExactly("id", "note", "_client");
  }

  @Test
  void takesTheKeyFromTheBrowserAndTheClientFromTheSplit() {
    ScanColumns scanColumns =
        ScanColumns.pruned(
            TABLE, StructType.fromDDL("_origin string, _key string, _client string"), () -> KEY);

    assertThat(scanColumns.fromRecords()).containsExactly(KEY);
    assertThat(scanColumns.layout().slots())
        .containsExactly(
            new BatchLayout.Constant(ClientColumn.ORIGIN),
            new BatchLayout.Read(),
            new BatchLayout.Constant(ClientColumn.CLIENT));
  }

  @Test
  void prefersADataFieldToAMetadataColumnOfItsName() {
    Column field = Column.field("_client", Scalar.INT);

    ScanColumns scanColumns =
        ScanColumns.pruned(List.of(field), StructType.fromDDL("_client int"), NEVER);

    assertThat(scanColumns.fromRecords()).containsExactly(field);
  }

  @Test
  void refusesAColumnThatNobodyKnows() {
    StructType required = StructType.fromDDL("nobody int");

    assertThatThrownBy(() -> ScanColumns.pruned(TABLE, required, NEVER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Spark asks for an unknown column 'nobody'");
  }
}
