// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.wire.value.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines of JSON that are objects of the columns. */
final class JsonLineWriter extends LineWriter {
  private final List<Cell> cells;

  /**
   * What is written of a column.
   *
   * @param before its value
   */
  @SuppressWarnings("ArrayRecordComponent") // two of them are never compared
  private record Cell(byte[] before, JsonCell json) {}

  JsonLineWriter(List<Column> columns, RecordTape tape) {
    this.cells = columns.stream().map(column -> cell(column, tape)).toList();
  }

  private static Cell cell(Column column, RecordTape tape) {
    String name = Strings.quoted(column.name()) + ":";
    return new Cell(name.getBytes(StandardCharsets.UTF_8), JsonCell.of(column.type(), tape));
  }

  @Override
  void write(int[] values, GrowableBytes out) {
    out.putByte('{');
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.putByte(',');
      }
      Cell cell = cells.get(i);
      out.put(cell.before);
      cell.json.write(values[i], out);
    }
    out.putByte('}');
    out.putByte('\n');
  }
}
