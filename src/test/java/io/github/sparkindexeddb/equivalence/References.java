// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What queries of a table can name.
 *
 * @param scalars columns and fields that can be compared
 * @param others structs and arrays
 */
record References(List<Reference> scalars, List<Reference> others) {

  static References of(StructType schema, List<Row> rows) {
    List<Reference> all = new ArrayList<>();
    StructField[] fields = schema.fields();
    for (int i = 0; i < fields.length; i++) {
      int column = i;
      add(List.of(fields[i].name()), fields[i].dataType(), rows, row -> row.get(column), all);
    }
    return new References(
        all.stream().filter(each -> !isNesting(each.type())).toList(),
        all.stream().filter(each -> isNesting(each.type())).toList());
  }

  private static void add(
      List<String> path,
      DataType type,
      List<Row> rows,
      Function<Row, Object> get,
      List<Reference> all) {
    List<Object> values = rows.stream().map(get).filter(Objects::nonNull).toList();
    all.add(new Reference(path, type, values));
    if (type instanceof StructType struct) {
      StructField[] fields = struct.fields();
      for (int i = 0; i < fields.length; i++) {
        int field = i;
        List<String> inside = Stream.concat(path.stream(), Stream.of(fields[i].name())).toList();
        add(
            inside,
            fields[i].dataType(),
            rows,
            row -> get.apply(row) instanceof Row struct0 ? struct0.get(field) : null,
            all);
      }
    }
  }

  private static boolean isNesting(DataType type) {
    return type instanceof StructType
        || type instanceof ArrayType
        || type instanceof org.apache.spark.sql.types.MapType;
  }

  /** Those that are wanted, with the values that they have. */
  References only(java.util.function.Predicate<Reference> wanted) {
    return new References(
        scalars.stream().filter(wanted).toList(), others.stream().filter(wanted).toList());
  }

  /** A column that can be compared, if there is one of that name. */
  Optional<Reference> named(String column) {
    return scalars.stream().filter(each -> each.path().equals(List.of(column))).findFirst();
  }

  /** Any that can be compared. */
  Reference scalar(SeededRandom seededRandom) {
    return seededRandom.oneOf(scalars);
  }

  /** Those of some types, which may be none. */
  List<Reference> scalars(DataType... types) {
    return scalars.stream().filter(each -> each.is(types)).collect(Collectors.toList());
  }
}
