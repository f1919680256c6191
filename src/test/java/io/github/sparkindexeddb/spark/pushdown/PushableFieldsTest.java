// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PushableFieldsTest {
  private static final FieldReference CITY = FieldReference.of("address", "city");
  private static final FieldReference NORTH = FieldReference.of("address", "at", "north");

  @Test
  void takesWhatIsNamedOfAColumnAndNothingElse() {
    assertThat(ddl(Mode.FAILFAST, NORTH, FieldReference.of("a_bigint"), CITY, CITY))
        .isEqualTo("address STRUCT<city: STRING, at: STRUCT<north: DOUBLE>>,a_bigint BIGINT");
  }

  @Test
  void takesAnyPartOfAStructToSeeWhetherItIsThere() {
    assertThat(
            ddl(
                Mode.FAILFAST,
                FieldReference.of("address"),
                CITY,
                FieldReference.of("address", "at")))
        .isEqualTo("address STRUCT<city: STRING, at: STRUCT<north: DOUBLE, east: DOUBLE>>");
    assertThat(ddl(Mode.FAILFAST, FieldReference.of("address"))).contains("`a.b`: INT");
  }

  @Test
  void takesWholeColumnsWhereAMisfitDoesNotFailTheRead() {
    for (Mode mode : List.of(Mode.PERMISSIVE, Mode.DROPMALFORMED)) {
      assertThat(ddl(mode, CITY)).contains("city", "`a.b`", "north", "east");
    }
  }

  @Test
  void knowsTheKeyBesideTheTable() {
    assertThat(columns(Mode.FAILFAST, FieldReference.of("_key"))).containsExactly(Conditions.KEY);
  }

  private static String ddl(Mode mode, FieldReference... references) {
    return SparkTypes.toSpark(columns(mode, references)).toDDL();
  }

  private static List<Column> columns(Mode mode, FieldReference... references) {
    return Conditions.fields().columns(Stream.of(references), mode);
  }
}
