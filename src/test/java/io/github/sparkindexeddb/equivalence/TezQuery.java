// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.hadoop.Condition;
import io.github.sparkindexeddb.testing.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that Tez is asked for, as far as it has words. */
record TezQuery(Predicate where, List<Reference> selected) {
  /** In place of a plan: Tez has none to show. */
  static final String PLAN = "through the record reader of Tez";

  QueryTrial.Outcome outcome(TezTable table, Dataset<Row> local, SeededRandom seededRandom) {
    Optional<Condition> condition = where.tez();
    Dataset<Row> matching = condition.isPresent() ? local.where(where.spark()) : local;
    Column[] columns =
        selected.stream().map(each -> each.column(seededRandom)).toArray(Column[]::new);
    List<List<Object>> expected = new ArrayList<>();
    for (Object row : Plain.rows(matching.select(columns))) {
      expected.add(new ArrayList<>(((List<?>) row).stream().map(TezTable::widest).toList()));
    }
    return new QueryTrial.Outcome(PLAN, failure(table, condition, expected));
  }

  private Optional<String> failure(
      TezTable table, Optional<Condition> condition, List<List<Object>> expected) {
    try {
      return Query.difference(expected, table.rows(condition, selected))
          .map(difference -> told(table, condition, difference));
    } catch (RuntimeException e) {
      return Optional.of(told(table, condition, QueryTrial.messages(e)));
    }
  }

  private String told(TezTable table, Optional<Condition> condition, String wrong) {
    List<List<String>> paths = selected.stream().map(Reference::path).toList();
    return "%s\n  %s select %s where %s: %s"
        .formatted(table.store(), PLAN, paths, condition.map(Object::toString), wrong);
  }
}
