// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.ColumnEncoder;
import io.github.sparkindexeddb.encoding.column.Misfit;
import io.github.sparkindexeddb.encoding.line.IntList;
import java.util.List;

/** Rows as the vectors of an Arrow batch. */
final class ArrowRows extends Rows {
  private final List<ColumnEncoder> columns;
  private int rows;

  ArrowRows(List<ColumnEncoder> columns) {
    this.columns = columns;
  }

  @Override
  void set(int column, IntList value) throws Misfit {
    columns.get(column).add(value);
  }

  @Override
  void setNull(int column) {
    columns.get(column).truncate(rows);
    addNull(columns.get(column));
  }

  @Override
  void end() {
    rows++;
  }

  @Override
  void drop() {
    columns.forEach(column -> column.truncate(rows));
  }

  @Override
  long bytes() {
    long bytes = 0;
    for (ColumnEncoder column : columns) {
      bytes += column.bytes();
    }
    return bytes;
  }

  @Override
  byte[] take() {
    RecordBatchMessage message = new RecordBatchMessage();
    columns.forEach(column -> column.write(message));
    byte[] bytes = message.bytes(rows);
    columns.forEach(ColumnEncoder::release);
    rows = 0;
    return bytes;
  }
}
