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
   * @throws IndexedDbException {@code COLUMN_NAMES_COLLIDE}
   */
  static void refuse(Type.Struct columns, boolean caseSensitive) {
    refuse(columns, new FieldNames(caseSensitive), "");
  }

  private static void refuse(Type type, FieldNames names, String path) {
    if (type instanceof Type.Array array) {
      refuse(array.element(), names, path + "element.");
    } else if (type instanceof Type.Map map) {
      refuse(map.key(), names, path + "key.");
      refuse(map.value(), names, path + "value.");
    } else if (type instanceof Type.Struct struct) {
      Map<String, String> seen = new HashMap<>();
      for (Type.Field field : struct.fields()) {
        String name = field.name();
        String other = seen.put(names.folded(name), name);
        if (other != null) {
          throw FieldNames.collisionInSchema(path + other, path + name);
        }
        refuse(field.type(), names, path + name + ".");
      }
    }
  }
}
