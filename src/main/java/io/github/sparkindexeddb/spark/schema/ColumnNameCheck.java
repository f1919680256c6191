// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import io.github.sparkindexeddb.schema.FieldNames;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.HashMap;
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
    requireDistinct(columns, new FieldNames(caseSensitive), "");
  }

  private static void requireDistinct(Type type, FieldNames fieldNames, String path) {
    if (type instanceof Type.Array array) {
      requireDistinct(array.element(), fieldNames, path + "element.");
    } else if (type instanceof Type.Map map) {
      requireDistinct(map.key(), fieldNames, path + "key.");
      requireDistinct(map.value(), fieldNames, path + "value.");
    } else if (type instanceof Type.Struct struct) {
      Map<String, String> names = new HashMap<>();
      for (Type.Field field : struct.fields()) {
        String name = field.name();
        String other = names.put(fieldNames.folded(name), name);
        if (other != null) {
          throw FieldNames.collisionInSchema(path + other, path + name);
        }
        requireDistinct(field.type(), fieldNames, path + name + ".");
      }
    }
  }
}
