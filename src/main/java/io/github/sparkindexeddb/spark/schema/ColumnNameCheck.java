// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Refuses names that a session cannot tell apart, at any depth. */
final class ColumnNameCheck {
  private ColumnNameCheck() {}

  /**
   * Passes columns whose names a session tells apart.
   *
   * @throws IndexedDbException {@code COLUMN_NAMES_COLLIDE}
   */
  static void requireDistinct(Type.Struct columns, boolean caseSensitive) {
    requireDistinct(columns, caseSensitive, "");
  }

  private static void requireDistinct(Type type, boolean caseSensitive, String path) {
    if (type instanceof Type.Array array) {
      requireDistinct(array.element(), caseSensitive, path + "element.");
    } else if (type instanceof Type.Map map) {
      requireDistinct(map.key(), caseSensitive, path + "key.");
      requireDistinct(map.value(), caseSensitive, path + "value.");
    } else if (type instanceof Type.Struct struct) {
      Map<String, String> names = new HashMap<>();
      for (Type.Field field : struct.fields()) {
        String name = field.name();
        String other = names.put(caseSensitive ? name : name.toLowerCase(Locale.ROOT), name);
        if (other != null) {
          throw collision(path + other, path + name);
        }
        requireDistinct(field.type(), caseSensitive, path + name + ".");
      }
    }
  }

  private static IndexedDbException collision(String one, String other) {
    return one.equals(other)
        ? IndexedDbException.of(
            ErrorCode.COLUMN_NAMES_COLLIDE,
            "Cannot tell columns '%s' and '%s' apart: the name stands twice. Name each column once.",
            one,
            other)
        : IndexedDbException.of(
            ErrorCode.COLUMN_NAMES_COLLIDE,
            "Cannot tell columns '%s' and '%s' apart: the session ignores case. Set"
                + " spark.sql.caseSensitive=true, or give a schema with one of them.",
            one,
            other);
  }
}
