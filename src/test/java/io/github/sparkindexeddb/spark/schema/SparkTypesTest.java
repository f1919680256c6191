// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkTypesTest {
  private static final Type MIXED = Type.Scalar.JSON;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boolean",
        "tinyint",
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "string",
        "binary",
        "date",
        "timestamp",
        "timestamp_ntz",
        "decimal(38,0)",
        "decimal(10,2)",
        "array<decimal(20,0)>",
        "map<string,array<double>>",
        "struct<a:bigint,b:struct<c:array<struct<d:date>>>>"
      })
  void mapsEverySupportedTypeThereAndBack(String ddl) {
    DataType type = DataType.fromDDL(ddl);

    Type wire = SparkTypes.toWire(field(type), "");

    assertThat(SparkTypes.toSpark(wire)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "interval day to second    | 'column'",
        "interval                  | 'column'",
        "char(3)                   | 'column'",
        "varchar(3)                | 'column'",
        "void                      | 'column'",
        "array<void>               | 'column.element'",
        "map<string,interval year> | 'column.value'",
        "map<char(1),string>       | 'column.key'",
        "struct<a:struct<b:void>>  | 'column.a.b'"
      })
  void refusesOtherTypesByTheirPath(String ddl, String path) {
    assertThatThrownBy(() -> SparkTypes.toWire(field(DataType.fromDDL(ddl)), ""))
        .isInstanceOf(IndexedDbException.class)
        .hasMessageStartingWith("[TYPE_NOT_SUPPORTED] Cannot read column '" + path + "' as '")
        .hasMessageContaining("Use boolean, tinyint,");
  }

  @Test
  void refusesAStructWithoutFields() {
    assertThatThrownBy(() -> SparkTypes.toWire(field(new StructType()), ""))
        .hasMessageContaining("Cannot read column 'column' as 'struct<>'");
  }

  @Test
  void makesEverythingNullable() {
    StructType strict =
        new StructType().add("a", DataTypes.createArrayType(DataTypes.LongType, false), false);

    Type wire = SparkTypes.toWire(field(strict), "");

    assertThat(SparkTypes.toSpark(wire)).isEqualTo(DataType.fromDDL("struct<a:array<bigint>>"));
  }

  @Test
  void marksMixedColumns() {
    StructField mixed = SparkTypes.toSpark("mixed", MIXED);

    assertThat(mixed.dataType()).isEqualTo(DataTypes.StringType);
    assertThat(mixed.metadata().json()).isEqualTo("{\"indexeddb\":\"json\"}");
  }

  @Test
  void leavesOtherColumnsUnmarked() {
    assertThat(SparkTypes.toSpark("plain", Type.Scalar.STRING).metadata())
        .isEqualTo(Metadata.empty());
  }

  @Test
  void honoursItsMarksInAGivenSchema() {
    Type.Struct nested =
        new Type.Struct(
            List.of(
                new Type.Field("mixed", MIXED),
                new Type.Field("list", new Type.Array(new Type.Array(MIXED))),
                new Type.Field("map", new Type.Map(Type.Scalar.STRING, MIXED)),
                new Type.Field(
                    "structs",
                    new Type.Array(new Type.Struct(List.of(new Type.Field("deep", MIXED)))))));

    StructField field = SparkTypes.toSpark("nested", nested);
    StructType kept = (StructType) DataType.fromJson(new StructType().add(field).json());

    assertThat(SparkTypes.toWire(kept.fields()[0], "")).isEqualTo(nested);
  }

  @Test
  void ignoresAMarkOfAColumnWhoseTypeWasChanged() {
    Metadata mark = SparkTypes.toSpark("mixed", MIXED).metadata();

    assertThat(SparkTypes.toWire(new StructField("mixed", DataTypes.LongType, true, mark), ""))
        .isEqualTo(Type.Scalar.BIGINT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"indexeddb\":7}", "{\"indexeddb\":\"{\"}", "{\"indexeddb\":\"x\"}"})
  void ignoresMetadataOfOthers(String json) {
    StructField field = new StructField("a", DataTypes.StringType, true, Metadata.fromJson(json));

    assertThat(SparkTypes.toWire(field, "")).isEqualTo(Type.Scalar.TEXT);
  }

  @Test
  void prunesAtEveryDepth() {
    Type full =
        SparkTypes.toWire(
            field(
                DataType.fromDDL(
                    "struct<a:struct<b:int,c:int>,d:array<struct<e:int,f:int>>,"
                        + "g:map<string,struct<h:int,i:int>>,j:int>")),
            "");
    DataType wanted =
        DataType.fromDDL(
            "struct<a:struct<c:int>,d:array<struct<e:int>>,g:map<string,struct<i:int>>>");

    assertThat(SparkTypes.toSpark(SparkTypes.pruned(full, wanted))).isEqualTo(wanted);
  }

  @Test
  void prunesByTheTablesOwnTypes() {
    Type full =
        new Type.Struct(
            List.of(new Type.Field("mixed", MIXED), new Type.Field("a", Type.Scalar.INT)));
    DataType withoutMark = DataType.fromDDL("struct<mixed:string>");

    assertThat(SparkTypes.pruned(full, withoutMark))
        .isEqualTo(new Type.Struct(List.of(new Type.Field("mixed", MIXED))));
  }

  private static StructField field(DataType type) {
    return new StructField("column", type, true, Metadata.empty());
  }
}
