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
   * @throws IndexedDbException {@code COLUMN_NAMES_COLLIDE}
   */
  static void refuse(Type.Struct columns, boolean caseSensitive) {
    refuse(columns, caseSensitive, "");
  }

  private static void refuse(Type type, boolean caseSensitive, String path) {
    if (type instanceof Type.Array array) {
      refuse(array.element(), caseSensitive, path + "element.");
    } else if (type instanceof Type.Map map) {
      refuse(map.key(), caseSensitive, path + "key.");
      refuse(map.value(), caseSensitive, path + "value.");
    } else if (type instanceof Type.Struct struct) {
      Map<String, String> seen = new HashMap<>();
      for (Type.Field field : struct.fields()) {
        String name = field.name();
        String other = seen.put(caseSensitive ? name : name.toLowerCase(Locale.ROOT), name);
        if (other != null) {
          throw collision(path + other, path + name);
        }
        refuse(field.type(), caseSensitive, path + name + ".");
      }
    }
  }

  private static IndexedDbException collision(String one, String other) {
    return new IndexedDbException(
        ErrorCode.COLUMN_NAMES_COLLIDE,
        "Cannot tell columns '"
            + one
            + "' and '"
            + other
            + "' apart: "
            + (one.equals(other)
                ? "the name stands twice. Name each column once."
                : "the session ignores case. Set spark.sql.caseSensitive=true, or give a schema"
                    + " with one of them."));
  }
}
