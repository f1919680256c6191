// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import java.util.List;

/** Writes lines of cells, each of a value that is known to fit its column. */
abstract class LineWriter {
  /** Returns what writes a format; lines of JSON without columns are the whole records. */
  static LineWriter of(Format format, List<Column> columns, boolean areRecords, RecordTape tape) {
    if (areRecords) {
      return new RecordLineWriter(tape);
    }
    return format == Format.CSV ? new CsvWriter(columns, tape) : new JsonLineWriter(columns, tape);
  }

  /** Writes a line of the values of the columns. */
  abstract void write(int[] values, GrowableBytes out);
}
