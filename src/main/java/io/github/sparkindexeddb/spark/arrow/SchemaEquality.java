// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.wire.value.WellFormedText;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Compares types by names and structure; nullability and metadata do not count. */
final class SchemaEquality {
  private SchemaEquality() {}

  /** Returns whether what was found is what was wanted. */
  static boolean areEqual(DataType wanted, DataType found) {
    if (wanted instanceof StructType wants && found instanceof StructType finds) {
      StructField[] ours = wants.fields();
      StructField[] theirs = finds.fields();
      return ours.length == theirs.length
          && IntStream.range(0, ours.length).allMatch(i -> same(ours[i], theirs[i]));
    }
    if (wanted instanceof ArrayType wants && found instanceof ArrayType finds) {
      return areEqual(wants.elementType(), finds.elementType());
    }
    if (wanted instanceof MapType wants && found instanceof MapType finds) {
      return areEqual(wants.keyType(), finds.keyType())
          && areEqual(wants.valueType(), finds.valueType());
    }
    return wanted.equals(found);
  }

  private static boolean same(StructField wanted, StructField found) {
    // Arrow's names are UTF-8.
    return WellFormedText.of(wanted.name()).equals(found.name())
        && areEqual(wanted.dataType(), found.dataType());
  }
}
