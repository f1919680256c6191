// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

/** The treatment of a record with a value that does not fit its column. */
public enum Mode {
  /** The scan fails with {@code VALUE_DOES_NOT_FIT}. */
  FAILFAST,
  /** The value is null; a {@code corrupt} column holds the record as JSON. */
  PERMISSIVE,
  /** The record is left out. */
  DROPMALFORMED
}
