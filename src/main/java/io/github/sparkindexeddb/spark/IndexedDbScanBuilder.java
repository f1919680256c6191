// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.Mode;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Collects what a query needs of a table. Confined to the planning thread. */
final class IndexedDbScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {
  private final Store store;
  private final List<Column> columns;
  private final Supplier<Column> key;
  private StructType required;

  /**
   * @param columns all of the table
   * @param key the primary key, asked for only if it is selected as a metadata column
   */
  IndexedDbScanBuilder(Store store, List<Column> columns, Supplier<Column> key) {
    this.store = store;
    this.columns = columns;
    this.key = key;
    this.required = TableColumns.schema(columns);
  }

  @Override
  public void pruneColumns(StructType requiredSchema) {
    required = requiredSchema;
  }

  @Override
  public Scan build() {
    return new IndexedDbScan(store, columns, selection());
  }

  private Selection selection() {
    if (!store.options().pushdown()) {
      return Selection.whole(columns, required, key);
    }
    return store.options().mode() == Mode.PERMISSIVE
        ? Selection.wide(columns, required, key)
        : Selection.pruned(columns, required, key);
  }
}
