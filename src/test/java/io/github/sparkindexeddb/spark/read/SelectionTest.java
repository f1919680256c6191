// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import io.github.sparkindexeddb.spark.schema.ClientFact;
import io.github.sparkindexeddb.spark.schema.TableColumns;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SelectionTest {
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
    Selection selection = Selection.pruned(TABLE, StructType.fromDDL("note string"), NEVER);

    assertThat(selection.fromRecords()).containsExactly(NOTE);
    assertThat(selection.schema()).isEqualTo(TableColumns.schema(List.of(NOTE)));
  }

  @Test
  void readsNothingForACount() {
    Selection selection = Selection.pruned(TABLE, new StructType(), NEVER);

    assertThat(selection.fromRecords()).isEmpty();
    assertThat(selection.schema()).isEqualTo(new StructType());
  }

  @Test
  void readsWholeColumnsWhereAFieldThatDoesNotFitMakesItsColumnNull() {
    Column address =
        Column.field(
            "address",
            new Type.Struct(
                List.of(new Type.Field("city", Scalar.STRING), new Type.Field("no", Scalar.INT))));
    StructType required = StructType.fromDDL("address struct<city:string>, _client string");

    Selection selection = Selection.wide(List.of(ID, address), required, NEVER);

    assertThat(selection.fromRecords()).containsExactly(address);
    assertThat(selection.schema().fieldNames()).containsExactly("address", "_client");
  }

  @Test
  void readsTheWholeTableWithoutPushdown() {
    Selection selection =
        Selection.whole(TABLE, StructType.fromDDL("note string, _client string"), NEVER);

    assertThat(selection.fromRecords()).containsExactly(ID, NOTE);
    assertThat(selection.schema().fieldNames()).containsExactly("id", "note", "_client");
  }

  @Test
  void takesTheKeyFromTheBrowserAndTheClientFromTheSplit() {
    Selection selection =
        Selection.pruned(
            TABLE, StructType.fromDDL("_origin string, _key string, _client string"), () -> KEY);

    assertThat(selection.fromRecords()).containsExactly(KEY);
    assertThat(selection.layout().slots())
        .containsExactly(
            new BatchLayout.Constant(ClientFact.ORIGIN),
            new BatchLayout.Read(),
            new BatchLayout.Constant(ClientFact.CLIENT));
  }

  @Test
  void prefersADataFieldToAMetadataColumnOfItsName() {
    Column field = Column.field("_client", Scalar.INT);

    Selection selection =
        Selection.pruned(List.of(field), StructType.fromDDL("_client int"), NEVER);

    assertThat(selection.fromRecords()).containsExactly(field);
  }
}
