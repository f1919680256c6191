// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.hadoop.ColumnParser.RequestedColumn;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnParserTest {
  @Test
  void readsNamesWithAndWithoutTypes() {
    assertThat(parse(" id ,total double, `a,``b` string"))
        .containsExactly(
            new RequestedColumn("id", Optional.empty()),
            new RequestedColumn("total", Optional.of(Scalar.DOUBLE)),
            new RequestedColumn("a,`b", Optional.of(Scalar.TEXT)));
  }

  @Test
  void readsTypesAsSqlWritesThem() {
    assertThat(type("DECIMAL(10,2)")).isEqualTo(new Type.Decimal(10, 2));
    assertThat(type("decimal")).isEqualTo(new Type.Decimal(10, 0));
    assertThat(type("decimal(5)")).isEqualTo(new Type.Decimal(5, 0));
    assertThat(type("map<string,array<int>>"))
        .isEqualTo(new Type.Map(Scalar.TEXT, new Type.Array(Scalar.INT)));
    assertThat(type("struct<a: bigint, `b c`:struct<d date>>"))
        .isEqualTo(
            new Type.Struct(
                List.of(
                    new Type.Field("a", Scalar.BIGINT),
                    new Type.Field(
                        "b c", new Type.Struct(List.of(new Type.Field("d", Scalar.DATE)))))));
    assertThat(type("timestamp_ntz")).isEqualTo(Scalar.TIMESTAMP_NTZ);
    assertThat(type("json")).isEqualTo(Scalar.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "id,", "id bigint x", "a array<int", "a map<int>", "`a", "a struct<>"})
  void quotesWhatIsNoListOfColumns(String text) {
    assertThatThrownBy(() -> parse(text))
        .hasMessageStartingWith(
            "[OPTION_INVALID] Cannot use '" + text + "' as option 'columns': at character ")
        .hasMessageContaining("as in CREATE TABLE");
  }

  @ParameterizedTest
  @CsvSource({"varchar", "interval", "'decimal(39,0)'", "'decimal(2,3)'"})
  void listsTheTypesIfThereIsNoneOfThatName(String type) {
    assertThatThrownBy(() -> type(type))
        .hasMessageStartingWith("[TYPE_NOT_SUPPORTED] Cannot use 'c " + type)
        .hasMessageContaining("there is no type '" + type + "'. Use one of [bigint, binary,");
  }

  private static Type type(String text) {
    return parse("c " + text).get(0).type().orElseThrow();
  }

  private static List<RequestedColumn> parse(String text) {
    return ColumnParser.parse(HadoopOptions.COLUMNS, text);
  }
}
