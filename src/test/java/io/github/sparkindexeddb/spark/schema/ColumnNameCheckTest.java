// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.value.Type;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

class ColumnNameCheckTest {
  @Test
  void areRefusedWhereCaseDoesNotCount() {
    assertThatThrownBy(() -> refuse("struct<Id:int,a:int,iD:int>", false))
        .hasMessage(
            "[COLUMN_NAMES_COLLIDE] Cannot tell columns 'Id' and 'iD' apart: the session ignores"
                + " case. Set spark.sql.caseSensitive=true, or give a schema with one of them.");
  }

  /** The micro sign and the Greek letter, whose upper case is one. */
  @Test
  void areRefusedWhereTheirUpperCasesAreOne() {
    assertThatThrownBy(() -> refuse("struct<`\u00b5g`:int,`\u03bcg`:int>", false))
        .hasMessageContaining("[COLUMN_NAMES_COLLIDE] Cannot tell columns '\u00b5g' and '\u03bcg'");
    assertThatCode(() -> refuse("struct<`\u00b5g`:int,`\u03bcg`:int>", true))
        .doesNotThrowAnyException();
  }

  @Test
  void areRefusedAtAnyDepth() {
    assertThatThrownBy(() -> refuse("struct<a:array<map<string,struct<b:int,B:int>>>>", false))
        .hasMessageContaining("'a.element.value.b' and 'a.element.value.B'");
  }

  @Test
  void mayDifferInCaseWhereCaseCounts() {
    assertThatCode(() -> refuse("struct<a:struct<b:int,B:int>,A:int>", true))
        .doesNotThrowAnyException();
  }

  @Test
  void areRefusedTwiceTheSame() {
    assertThatThrownBy(() -> refuse("struct<a:int,a:int>", true))
        .hasMessageContaining("'a' and 'a' apart: the name stands twice");
  }

  private static void refuse(String ddl, boolean caseSensitive) {
    Type type =
        SparkTypes.toWire(new StructField("", DataType.fromDDL(ddl), true, Metadata.empty()), "");
    assertThat(type).isInstanceOf(Type.Struct.class);
    ColumnNameCheck.requireDistinct((Type.Struct) type, caseSensitive);
  }
}
