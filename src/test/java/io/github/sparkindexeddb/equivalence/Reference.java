// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.hadoop.Condition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A column or a field of one.
 *
 * @param values all that it has in the local table, nulls left out
 */
record Reference(List<String> path, DataType type, List<Object> values) {
  /** As a query writes it, in capitals now and then. */
  Column column(SeededRandom seededRandom) {
    String capitals = name().toUpperCase(Locale.ROOT);
    boolean same = capitals.equalsIgnoreCase(name());
    return functions.col(same && seededRandom.chance(0.1) ? capitals : name());
  }

  /** As a condition of the Hadoop API begins. */
  Condition.Field field() {
    return Condition.column(path.toArray(String[]::new));
  }

  private String name() {
    return path.stream()
        .map(part -> "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }

  boolean isNested() {
    return path.size() > 1;
  }

  /** Whether it tells times finer than a Date does. */
  boolean isTime() {
    return is(DataTypes.TimestampType, DataTypes.TimestampNTZType);
  }

  boolean is(DataType... types) {
    return List.of(types).contains(type);
  }
}
