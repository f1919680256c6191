// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Optional;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * The mark in a field's metadata that its strings hold tagged JSON: {@code {"indexeddb": "json"}},
 * or the whole wire type if the strings are inside an array or a map, which have no metadata. So a
 * schema that was inferred, kept and passed back reads the same values again.
 */
final class WireTypeMetadata {
  private static final String NAME = "indexeddb";

  private WireTypeMetadata() {}

  /** Returns the metadata of a field of that type, empty if Spark's own type says it all. */
  static Metadata of(Type type) {
    if (!holdsJson(type)) {
      return Metadata.empty();
    }
    JsonNode json = type.json();
    return new MetadataBuilder()
        .putString(NAME, json.isTextual() ? json.asText() : Json.write(json))
        .build();
  }

  /**
   * Returns the type that a field is marked with, absent if it is not. The field's own type may
   * have been changed since, so compare both.
   */
  static Optional<Type> read(StructField field) {
    JsonNode mark = Json.parse(field.metadata().json()).path(NAME);
    if (!mark.isTextual()) {
      return Optional.empty();
    }
    String text = mark.asText();
    try {
      return Optional.of(
          Type.fromJson(text.startsWith("{") ? Json.parse(text) : TextNode.valueOf(text)));
    } catch (IndexedDbException e) {
      // Some other program's metadata of the same name.
      return Optional.empty();
    }
  }

  /** Returns whether a mark is needed; fields of structs carry marks of their own. */
  private static boolean holdsJson(Type type) {
    if (type instanceof Type.Array array) {
      return holdsJson(array.element());
    }
    if (type instanceof Type.Map map) {
      return holdsJson(map.key()) || holdsJson(map.value());
    }
    return type == Type.Scalar.JSON;
  }
}
