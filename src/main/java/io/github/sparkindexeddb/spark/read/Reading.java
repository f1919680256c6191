// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import io.github.sparkindexeddb.spark.pushdown.PushableFields;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.query.Predicate;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * What is read of a store, and how Spark sees it.
 *
 * @param schema exactly what readers return
 */
record Reading(Projection projection, Query query, StructType schema, BatchLayout layout) {
  static Reading records(Projection projection, Query query, Selection selection) {
    return new Reading(projection, query, selection.schema(), selection.layout());
  }

  /** Of an aggregation, whose columns are all from the browser. */
  static Reading groups(Projection projection, Query query, StructType schema) {
    List<BatchLayout.Slot> slots =
        Arrays.stream(schema.fields())
            .<BatchLayout.Slot>map(field -> new BatchLayout.Read())
            .toList();
    return new Reading(projection, query, schema, new BatchLayout(schema, slots));
  }

  /**
   * The same of fewer records, by as many conditions as fit beside those that it has.
   *
   * @param fields gives the columns that a condition names
   */
  Reading narrowed(List<Predicate> more, PushableFields fields) {
    List<Predicate> fitting = new ArrayList<>(query.predicate().stream().toList());
    for (Predicate condition : more) {
      int parts = condition.parts() + fitting.stream().mapToInt(Predicate::parts).sum();
      if (parts < Predicate.MOST_PARTS) {
        fitting.add(condition);
      }
    }
    return fitting.isEmpty() ? this : narrowed(Predicate.all(fitting), fields);
  }

  private Reading narrowed(Predicate all, PushableFields fields) {
    List<Column> tested = fields.columns(all.references(), projection.mode());
    Query narrower =
        new Query(Optional.of(all), tested, query.aggregation(), query.order(), query.limit());
    return new Reading(projection, narrower, schema, layout);
  }
}
