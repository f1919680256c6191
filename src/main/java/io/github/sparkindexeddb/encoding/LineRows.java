// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.ColumnEncoder;
import io.github.sparkindexeddb.encoding.column.Misfit;
import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.encoding.line.MemoryLimit;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import java.util.Arrays;
import java.util.List;

/** Rows as lines. What fits is what fits in Arrow too: the encoders are asked, and keep nothing. */
final class LineRows extends Rows {
  private final List<ColumnEncoder> checks;
  private final LineWriter writer;
  private final GrowableBytes lines;
  private final int[] values;

  LineRows(List<ColumnEncoder> checks, LineWriter writer, MemoryLimit limit) {
    this.checks = checks;
    this.writer = writer;
    this.lines = new GrowableBytes(limit);
    this.values = new int[checks.size()];
  }

  @Override
  void set(int column, IntList value) throws Misfit {
    try {
      checks.get(column).add(value);
      values[column] = value.get(0);
    } finally {
      checks.get(column).truncate(0);
    }
  }

  @Override
  void setNull(int column) {
    values[column] = RecordTape.NOTHING;
  }

  @Override
  void end() {
    writer.write(values, lines);
  }

  @Override
  void drop() {
    Arrays.fill(values, RecordTape.NOTHING);
  }

  @Override
  long bytes() {
    return lines.length();
  }

  @Override
  byte[] take() {
    byte[] bytes = lines.toArray();
    lines.release();
    checks.forEach(ColumnEncoder::release);
    return bytes;
  }
}
