// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaEqualityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "struct<a:int>                 | struct<a:bigint>",
        "struct<a:int>                 | struct<b:int>",
        "struct<a:int>                 | struct<a:int,b:int>",
        "struct<a:int,b:int>           | struct<b:int,a:int>",
        "struct<a:array<struct<b:int>>>| struct<a:array<struct<c:int>>>",
        "map<string,int>               | map<int,int>",
        "array<string>                 | string"
      })
  void seesDifferences(String one, String other) {
    assertThat(SchemaEquality.areEqual(DataType.fromDDL(one), DataType.fromDDL(other))).isFalse();
  }

  @Test
  void seesThroughNullability() {
    assertThat(
            SchemaEquality.areEqual(
                DataType.fromDDL("struct<a:array<int>>"),
                DataType.fromDDL("struct<a:array<int> NOT NULL>")))
        .isTrue();
  }

  @Test
  void knowsWhatUtf8MakesOfALoneSurrogate() {
    assertThat(
            SchemaEquality.areEqual(
                DataType.fromDDL("struct<`\ud800\ud83d\ude00`:int>"),
                DataType.fromDDL("struct<`\ufffd\ud83d\ude00`:int>")))
        .isTrue();
  }
}
