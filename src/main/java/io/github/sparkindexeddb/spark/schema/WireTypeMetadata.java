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

  static Metadata of(Type type) {
    if (!holdsJson(type)) {
      return Metadata.empty();
    }
    JsonNode json = type.json();
    return new MetadataBuilder()
        .putString(NAME, json.isTextual() ? json.asText() : Json.write(json))
        .build();
  }

  /** The marked type; the caller compares it with the field's own, which may have been changed. */
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

  /** Fields of structs carry marks of their own. */
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
