// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.ColumnEncoder;
import io.github.sparkindexeddb.encoding.column.Misfit;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.encoding.line.RecordTape;

/**
 * Rows of a format. Of a row each column is set, to a value that fits or to null; then the row is
 * ended or dropped.
 */
abstract class Rows {
  /** What stands for null. */
  static final IntList NULL = new IntList();

  static {
    NULL.add(RecordTape.NOTHING);
  }

  /** Sets a column of the row, unless the one value does not fit. */
  abstract void set(int column, IntList value) throws Misfit;

  /** Sets a column of the row to null. */
  abstract void setNull(int column);

  /** Ends the row. */
  abstract void end();

  /** Forgets what was set of the row. */
  abstract void drop();

  /** Returns how many bytes the rows take. */
  abstract long bytes();

  /** Returns the bytes of the rows, and removes them. */
  abstract byte[] take();

  /** Adds null, which fits. */
  static void addNull(ColumnEncoder encoder) {
    try {
      encoder.add(NULL);
    } catch (Misfit e) {
      throw new IllegalStateException("null fits every column", e);
    }
  }
}
