// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of fields as an engine tells them apart.
 *
 * <p>Two that it cannot tell apart are said in one way if records have them, which the app wrote,
 * and in another if a schema has them, which the user gave: what to do differs.
 *
 * @param caseSensitive whether the engine tells {@code a} from {@code A}
 */
public record FieldNames(boolean caseSensitive) {
  private static final String SAME_TEXT_IN_RECORDS =
      "Cannot make columns of '%s' and '%s' in %s: they differ only in halves of characters, which"
          + " become U+FFFD (spark.sql.caseSensitive does not help). Rename one in the app, or give a"
          + " schema that names neither.";

  private static final String SAME_BUT_FOR_CASE_IN_RECORDS =
      "Cannot make columns of '%s' and '%s' in %s: they differ only in case, and"
          + " spark.sql.caseSensitive is false. Set spark.sql.caseSensitive to true, or give a schema"
          + " that names one of them.";

  private static final String SAME_TEXT_IN_SCHEMA =
      "Cannot tell columns '%s' and '%s' apart: the name stands twice. Name each column once.";

  private static final String SAME_BUT_FOR_CASE_IN_SCHEMA =
      "Cannot tell columns '%s' and '%s' apart: the session ignores case. Set"
          + " spark.sql.caseSensitive=true, or give a schema with one of them.";

  /**
   * Returns the name as the engine compares it: like {@link String#equalsIgnoreCase}, to which two
   * characters are one if their upper cases are, such as the micro sign and the Greek letter mu.
   */
  public String folded(String name) {
    return caseSensitive
        ? name
        : name.codePoints()
            .map(Character::toUpperCase)
            .map(Character::toLowerCase)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  boolean same(String a, String b) {
    return folded(a).equals(folded(b));
  }

  /**
   * Checks the names of one object's fields.
   *
   * @param fields as columns are called after them
   * @param path of the object, empty for the record itself
   * @throws IndexedDbException {@code COLUMN_NAMES_COLLIDE} if the engine would take two for one
   */
  void requireDistinct(List<String> fields, String path) {
    Map<String, String> byFolded = new HashMap<>();
    for (String field : fields) {
      String other = byFolded.putIfAbsent(folded(field), field);
      if (other != null) {
        throw collisionInRecords(other, field, path);
      }
    }
  }

  /**
   * Checks the names of all fields in a type.
   *
   * @param path of the values in the record
   * @throws IndexedDbException {@code COLUMN_NAMES_COLLIDE} if the engine would take two for one
   */
  void requireDistinct(Type type, String path) {
    if (type instanceof Type.Array array) {
      requireDistinct(array.element(), path);
    } else if (type instanceof Type.Map map) {
      requireDistinct(map.key(), path);
      requireDistinct(map.value(), path);
    } else if (type instanceof Type.Struct struct) {
      requireDistinct(struct.fields().stream().map(Type.Field::name).toList(), path);
      struct.fields().forEach(field -> requireDistinct(field.type(), path + "." + field.name()));
    }
  }

  private static IndexedDbException collisionInRecords(String one, String other, String path) {
    return IndexedDbException.of(
            ErrorCode.COLUMN_NAMES_COLLIDE,
            one.equals(other) ? SAME_TEXT_IN_RECORDS : SAME_BUT_FOR_CASE_IN_RECORDS,
            one,
            other,
            path.isEmpty() ? "the records" : "'%s'".formatted(path))
        .with("first", one)
        .with("second", other);
  }

  /**
   * Returns the error {@code COLUMN_NAMES_COLLIDE} about two columns of a schema that the engine
   * would take for one.
   *
   * @param one its path, with dots
   * @param other its path, with dots
   */
  public static IndexedDbException collisionInSchema(String one, String other) {
    return IndexedDbException.of(
        ErrorCode.COLUMN_NAMES_COLLIDE,
        one.equals(other) ? SAME_TEXT_IN_SCHEMA : SAME_BUT_FOR_CASE_IN_SCHEMA,
        one,
        other);
  }
}
