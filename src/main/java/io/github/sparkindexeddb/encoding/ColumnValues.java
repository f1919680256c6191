// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.FieldIndex;
import io.github.sparkindexeddb.encoding.column.Misfit;
import io.github.sparkindexeddb.encoding.column.MisfitFacts;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import java.util.List;

/** Which value of a record each column is of. Filled anew for each record. */
final class ColumnValues {
  private static final int NO_PLACE = -1;

  private final RecordTape tape;
  private final Source[] sources;
  private final int[] places;
  private final FieldIndex index;
  private final int[] found;
  private final IntList value = new IntList();
  private int record;
  private int key;
  private boolean hasFields;

  ColumnValues(List<Column> columns, RecordTape tape) {
    this.tape = tape;
    this.sources = columns.stream().map(Column::source).toArray(Source[]::new);
    this.index =
        new FieldIndex(
            tape, columns.stream().filter(ColumnValues::isField).map(Column::name).toList());
    this.places =
        columns.stream()
            .mapToInt(column -> isField(column) ? index.place(column.name()) : NO_PLACE)
            .toArray();
    this.found = new int[index.size()];
  }

  private static boolean isField(Column column) {
    return column.source() == Source.FIELD;
  }

  /** Begins a record that is on the tape. */
  void begin(int newRecord, int newKey) {
    record = newRecord;
    key = newKey;
    hasFields = tape.isNull(record) || tape.kind(record) == Token.OBJECT;
    if (tape.kind(record) == Token.OBJECT) {
      index.find(record, found, 0);
    }
  }

  /**
   * Returns the value of a column, which is the next call's too: a record that is null is one
   * without values.
   *
   * @throws Misfit if it is a field of a record that has none
   */
  IntList of(int column) throws Misfit {
    value.setOnly(
        switch (sources[column]) {
          case FIELD -> field(column);
          case KEY -> key;
          default -> record;
        });
    return value;
  }

  /** Returns a value that is no column's of the record, and the next call's too. */
  IntList other(int made) {
    value.setOnly(made);
    return value;
  }

  private int field(int column) throws Misfit {
    if (!hasFields) {
      throw new Misfit(0, MisfitFacts.ofRecord(tape, record));
    }
    return tape.isNull(record) ? RecordTape.NOTHING : found[places[column]];
  }
}
