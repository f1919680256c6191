// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.ValueText;
import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.RecordTape;

/** Lines of JSON that are the records. */
final class RecordLineWriter extends LineWriter {
  private final RecordTape tape;

  RecordLineWriter(RecordTape tape) {
    this.tape = tape;
  }

  @Override
  void write(int[] values, GrowableBytes out) {
    ValueText.writeJson(tape, values[0], out);
    out.putByte('\n');
  }
}
