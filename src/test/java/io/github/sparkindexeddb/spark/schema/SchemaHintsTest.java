// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaHintsTest {
  private static final Column KEY = new Column("_key", Scalar.DOUBLE, Source.KEY);
  private static final Column ID = Column.field("id", Scalar.BIGINT);
  private static final Column NOTE = Column.field("note", Scalar.STRING);

  @Test
  void replaceTypesInTheirPlace() {
    assertThat(applied("id string", false))
        .containsExactly(KEY, Column.field("id", Scalar.TEXT), NOTE);
  }

  @Test
  void keepTheSourceOfTheKey() {
    assertThat(applied("_key bigint", false).get(0))
        .isEqualTo(new Column("_key", Scalar.BIGINT, Source.KEY));
  }

  @Test
  void appendColumnsThatWereNotSeen() {
    assertThat(applied("rare date, rarer int", false))
        .containsExactly(
            KEY, ID, NOTE, Column.field("rare", Scalar.DATE), Column.field("rarer", Scalar.INT));
  }

  @Test
  void keepTheRecordsSpellingWhereCaseDoesNotCount() {
    assertThat(applied("ID string", false).get(1)).isEqualTo(Column.field("id", Scalar.TEXT));
  }

  @Test
  void addAColumnOfOtherCaseWhereCaseCounts() {
    assertThat(applied("ID string", true)).contains(ID, Column.field("ID", Scalar.TEXT));
  }

  @Test
  void refuseTextThatIsNoListOfColumns() {
    assertThatThrownBy(() -> SchemaHints.parse("id"))
        .hasMessageStartingWith("[OPTION_INVALID] Cannot read option 'schemaHints' = 'id'")
        .hasMessageContaining("Write it as in CREATE TABLE");
  }

  @Test
  void refuseTypesThatNoValueBecomes() {
    assertThatThrownBy(() -> SchemaHints.parse("code char(3)"))
        .hasMessageStartingWith("[TYPE_NOT_SUPPORTED] Cannot read column 'code' as 'char(3)'");
  }

  private static List<Column> applied(String ddl, boolean caseSensitive) {
    return SchemaHints.parse(ddl).applied(List.of(KEY, ID, NOTE), caseSensitive);
  }
}
