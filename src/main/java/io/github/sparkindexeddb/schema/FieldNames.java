// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names of fields as an engine can hold them.
 *
 * @param caseSensitive whether the engine tells {@code a} from {@code A}
 */
public record FieldNames(boolean caseSensitive) {

  /** The name as well-formed text: each surrogate without its twin becomes U+FFFD. */
  public static String wellFormed(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  boolean same(String a, String b) {
    return folded(a).equals(folded(b));
  }

  /**
   * @param fields of one object, as the app wrote them
   * @param path of the object, empty for the record itself
   * @throws IndexedDbException {@code COLUMN_NAMES_COLLIDE} if the engine would take two for one
   */
  void requireDistinct(List<String> fields, String path) {
    Map<String, String> seen = new HashMap<>();
    for (String field : fields) {
      String other = seen.putIfAbsent(folded(wellFormed(field)), field);
      if (other != null) {
        throw collision(other, field, path);
      }
    }
  }

  private String folded(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }

  private static IndexedDbException collision(String a, String b, String path) {
    boolean alike = wellFormed(a).equals(wellFormed(b));
    String why =
        alike
            ? "they differ only in halves of characters, which become U+FFFD (spark.sql.caseSensitive does not help)"
            : "they differ only in case, and spark.sql.caseSensitive is false";
    String remedy =
        alike
            ? "Rename one in the app, or give a schema that names neither."
            : "Set spark.sql.caseSensitive to true, or give a schema that names one of them.";
    return new IndexedDbException(
        ErrorCode.COLUMN_NAMES_COLLIDE,
        "Cannot make columns of '"
            + wellFormed(a)
            + "' and '"
            + wellFormed(b)
            + "' in "
            + (path.isEmpty() ? "the records" : "'" + path + "'")
            + ": "
            + why
            + ". "
            + remedy,
        Json.object().put("first", a).put("second", b));
  }
}
