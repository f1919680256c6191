// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * Option {@code schemaHints}: types of single columns, in place of what inference says or would
 * have said of records it did not see.
 */
record SchemaHints(List<Column> columns) {
  SchemaHints {
    columns = List.copyOf(columns);
  }

  /**
   * Returns the hints that are written as a list of columns.
   *
   * @param ddl as in {@code CREATE TABLE}: {@code total decimal(10,2), note string}
   * @throws IndexedDbException {@code OPTION_INVALID} or {@code TYPE_NOT_SUPPORTED}
   */
  static SchemaHints parse(String ddl) {
    return new SchemaHints(
        Arrays.stream(fields(ddl).fields())
            .map(field -> Column.field(field.name(), SparkTypes.toWire(field, "")))
            .toList());
  }

  private static StructType fields(String ddl) {
    try {
      return StructType.fromDDL(ddl);
    } catch (Exception e) {
      // Spark's ParseException is checked in Java's eyes, and not declared.
      throw IndexedDbException.of(
              ErrorCode.OPTION_INVALID,
              "Cannot read option 'schemaHints' = '%s': it is no list of columns. Write it as in"
                  + " CREATE TABLE, for example \"total decimal(10,2), note string\".",
              ddl)
          .causedBy(e);
    }
  }

  /**
   * Returns inferred columns with these types. Hinted columns keep their place, name and source;
   * those that no sampled record has come last.
   */
  List<Column> applied(List<Column> inferred, boolean caseSensitive) {
    List<Column> applied = new ArrayList<>(inferred);
    columns.forEach(hint -> apply(hint, applied, caseSensitive));
    return applied;
  }

  private static void apply(Column hint, List<Column> columns, boolean caseSensitive) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (sameName(hint.name(), column.name(), caseSensitive)) {
        columns.set(i, new Column(column.name(), hint.type(), column.source()));
        return;
      }
    }
    columns.add(hint);
  }

  private static boolean sameName(String one, String other, boolean caseSensitive) {
    return caseSensitive ? one.equals(other) : one.equalsIgnoreCase(other);
  }
}
