// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.spark.schema.PrimaryKey;
import io.github.sparkindexeddb.spark.schema.TableColumns;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.List;
import java.util.function.Supplier;

/** The deciders about the parts of a query on one table. */
public record Pushdowns(
    PushableFields fields,
    PredicatePushdown predicates,
    AggregatePushdown aggregates,
    OrderPushdown orders) {

  /**
   * Returns the deciders about queries on a table.
   *
   * @param key asked for only if a query names it, or orders by what may be it
   */
  public static Pushdowns of(List<Column> table, Supplier<PrimaryKey> key, Mode mode) {
    PushableFields fields =
        new PushableFields(table, () -> key.get().column(), TableColumns.caseSensitive());
    return new Pushdowns(
        fields,
        new PredicatePushdown(fields),
        new AggregatePushdown(fields),
        new OrderPushdown(fields, key, mode));
  }
}
