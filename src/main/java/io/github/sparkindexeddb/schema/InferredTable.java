// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import io.github.sparkindexeddb.wire.value.Column;
import java.util.List;

/**
 * The columns of a store. Engines add {@code _client} and {@code _origin}.
 *
 * @param columns in order, with {@code _key} first if it is an ordinary column
 * @param key the {@code _key} column, wherever it is shown
 */
public record InferredTable(List<Column> columns, Column key, KeyPlace keyPlace) {
  public InferredTable {
    columns = List.copyOf(columns);
  }

  /** The place of the primary key. */
  public enum KeyPlace {
    /** An ordinary first column: the store has no key path, so the records do not hold it. */
    FIRST_COLUMN,
    /** A metadata column: the records hold it anyway. */
    METADATA,
    /** Not shown: the records have a field of that name, which wins. To be warned of. */
    HIDDEN_BY_FIELD
  }
}
