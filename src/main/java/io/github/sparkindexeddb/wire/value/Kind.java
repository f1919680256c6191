// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import java.util.Locale;

/**
 * The kind of a value in a record, finer than JavaScript's {@code typeof}; protocol.md says what
 * belongs to each.
 */
public enum Kind {
  NULL,
  BOOLEAN,
  INTEGER,
  NUMBER,
  BIGINT64,
  BIGINT38,
  BIGINT,
  STRING,
  DATE,
  BINARY,
  INT8,
  INT16,
  UINT16,
  INT32,
  UINT32,
  FLOAT16,
  FLOAT32,
  FLOAT64,
  INT64,
  UINT64,
  LIST,
  OBJECT,
  MAP,
  BLOB,
  REGEXP,
  ERROR,
  DEEP;

  /** Returns the name that summaries use. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
