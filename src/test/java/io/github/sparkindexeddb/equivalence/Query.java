// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.testing.Plain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A query, and how its answer is judged.
 *
 * @param text for messages
 * @param asked of each table
 * @param whole of the local table: all rows of which the query may answer some
 */
record Query(
    String text, Kind kind, UnaryOperator<Dataset<Row>> asked, UnaryOperator<Dataset<Row>> whole) {

  private static final int MOST_TOLD = 6;

  /** What is to be equal. */
  enum Kind {
    /** The rows, in any order. */
    ROWS,
    /** As well, but of aggregates, which columns called {@code a…} are, 0 and -0 are one. */
    AGGREGATES,
    /** The number of rows, each of which is one of the whole. */
    SOME,
    /** The first column in order, and each row one of the whole. */
    FIRST
  }

  /**
   * What is right.
   *
   * @param answer Spark's own
   * @param whole what the rows may be taken from
   */
  record Expected(List<List<Object>> answer, List<List<Object>> whole) {}

  Expected expected(Dataset<Row> local) {
    List<List<Object>> answer = rows(asked.apply(local));
    return new Expected(
        answer, kind == Kind.ROWS || kind == Kind.AGGREGATES ? answer : rows(whole.apply(local)));
  }

  /** What is wrong with rows that are to be these, in any order, if anything is. */
  static Optional<String> difference(List<List<Object>> expected, List<List<Object>> got) {
    return new Query("", Kind.ROWS, table -> table, table -> table)
        .difference(new Expected(expected, expected), got);
  }

  /** What is wrong with an answer, if anything is. */
  Optional<String> difference(Expected expected, List<List<Object>> got) {
    if (got.size() != expected.answer().size()) {
      return Optional.of(
          "%d rows in place of %d%s"
              .formatted(got.size(), expected.answer().size(), strange(expected, got)));
    }
    if (kind == Kind.FIRST && !firsts(got).equals(firsts(expected.answer()))) {
      return Optional.of("order " + firsts(got) + " in place of " + firsts(expected.answer()));
    }
    String strange = strange(expected, got);
    return strange.isEmpty() ? Optional.empty() : Optional.of(strange);
  }

  /** Rows that are too many, and where all should be there, those that are missing. */
  private String strange(Expected expected, List<List<Object>> got) {
    Map<List<Object>, Integer> counts = new HashMap<>();
    expected.whole().forEach(row -> counts.merge(row, -1, Integer::sum));
    got.forEach(row -> counts.merge(row, 1, Integer::sum));
    List<String> wrong = new ArrayList<>();
    counts.forEach(
        (row, count) -> {
          if (count > 0) {
            wrong.add("\n    not expected: " + row);
          } else if (count < 0 && expected.whole() == expected.answer()) {
            wrong.add("\n    missing: " + row);
          }
        });
    return String.join("", wrong.subList(0, Math.min(MOST_TOLD, wrong.size())));
  }

  private static List<Object> firsts(List<List<Object>> rows) {
    return rows.stream().map(row -> normal(row.get(0))).toList();
  }

  /** The rows of an answer, as they are compared. */
  List<List<Object>> rows(Dataset<Row> answer) {
    List<List<Object>> rows = new ArrayList<>();
    String[] columns = answer.columns();
    for (Object row : Plain.rows(answer)) {
      List<Object> values = new ArrayList<>((List<?>) row);
      if (isWritten(columns[0], values.get(0))) {
        continue;
      }
      for (int i = 0; kind == Kind.AGGREGATES && i < columns.length; i++) {
        values.set(i, columns[i].startsWith("a") ? normal(values.get(i)) : values.get(i));
      }
      rows.add(values);
    }
    return rows;
  }

  /** Whether a row is of a record that was written meanwhile, which may be read or not. */
  static boolean isWritten(String column, Object value) {
    return column.equals("n") && value instanceof Long n && n >= StoreCase.WRITTEN;
  }

  private static Object normal(Object value) {
    if (value instanceof Double number) {
      return number + 0.0;
    }
    return value instanceof Float number ? number + 0.0f : value;
  }
}
