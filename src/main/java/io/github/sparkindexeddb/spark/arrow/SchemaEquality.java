// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import java.util.stream.IntStream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Compares types by names and structure; nullability and metadata do not count. */
final class SchemaEquality {
  private static final char REPLACEMENT = '\uFFFD';

  private SchemaEquality() {}

  static boolean of(DataType wanted, DataType found) {
    if (wanted instanceof StructType wants && found instanceof StructType finds) {
      StructField[] ours = wants.fields();
      StructField[] theirs = finds.fields();
      return ours.length == theirs.length
          && IntStream.range(0, ours.length).allMatch(i -> same(ours[i], theirs[i]));
    }
    if (wanted instanceof ArrayType wants && found instanceof ArrayType finds) {
      return of(wants.elementType(), finds.elementType());
    }
    if (wanted instanceof MapType wants && found instanceof MapType finds) {
      return of(wants.keyType(), finds.keyType()) && of(wants.valueType(), finds.valueType());
    }
    return wanted.equals(found);
  }

  private static boolean same(StructField wanted, StructField found) {
    return wellFormed(wanted.name()).equals(found.name())
        && of(wanted.dataType(), found.dataType());
  }

  /** Arrow's names are UTF-8, where a lone surrogate becomes the replacement character. */
  private static String wellFormed(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .map(point -> Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
