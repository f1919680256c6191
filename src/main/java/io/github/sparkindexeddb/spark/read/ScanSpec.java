// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import io.github.sparkindexeddb.spark.pushdown.PushableFields;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * The specification of a read: what is read of a store, and how Spark sees it.
 *
 * @param schema exactly what readers return
 */
record ScanSpec(Projection projection, Query query, StructType schema, BatchLayout layout) {
  /** Returns a read of records. */
  static ScanSpec records(Projection projection, Query query, ScanColumns scanColumns) {
    return new ScanSpec(projection, query, scanColumns.schema(), scanColumns.layout());
  }

  /** Returns a read of an aggregation, whose columns are all from the browser. */
  static ScanSpec groups(Projection projection, Query query, StructType schema) {
    List<BatchLayout.Slot> slots =
        Arrays.stream(schema.fields())
            .<BatchLayout.Slot>map(field -> new BatchLayout.Read())
            .toList();
    return new ScanSpec(projection, query, schema, new BatchLayout(schema, slots));
  }

  /**
   * Returns the same read of fewer records, by as many conditions as fit beside those that it has.
   *
   * @param filters conditions that a record must meet too
   * @param fields gives the columns that a condition names
   */
  ScanSpec narrowed(List<PushedPredicate> filters, PushableFields fields) {
    List<PushedPredicate> fitting = new ArrayList<>(query.predicate().stream().toList());
    for (PushedPredicate condition : filters) {
      fitting.add(condition);
      if (!PushedPredicate.fitTogether(fitting)) {
        fitting.remove(condition);
      }
    }
    return fitting.isEmpty() ? this : narrowed(PushedPredicate.all(fitting), fields);
  }

  private ScanSpec narrowed(PushedPredicate all, PushableFields fields) {
    List<Column> tested = fields.columns(all.references(), projection.mode());
    Query narrower =
        new Query(Optional.of(all), tested, query.aggregation(), query.order(), query.limit());
    return new ScanSpec(projection, narrower, schema, layout);
  }
}
