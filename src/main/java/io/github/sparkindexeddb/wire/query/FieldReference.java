// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.Optional;

/**
 * A column, or a field within one: the column's name, then the field's in each struct on the way.
 * Names are exact and may hold any character, dots too.
 *
 * @param names at least one
 */
public record FieldReference(List<String> names) {
  public FieldReference {
    names = List.copyOf(names);
  }

  public static FieldReference of(String... names) {
    return new FieldReference(List.of(names));
  }

  /** The whole column that it is in. */
  public String column() {
    return names.get(0);
  }

  /**
   * The type of the field that it names, which is in no corrupt column.
   *
   * @return empty if there is no such field
   */
  public Optional<Type> typeIn(List<Column> columns) {
    List<Type.Field> fields =
        columns.stream()
            .filter(column -> column.source() != Column.Source.CORRUPT)
            .map(column -> new Type.Field(column.name(), column.type()))
            .toList();
    return type(new Type.Struct(fields), names);
  }

  private static Optional<Type> type(Type within, List<String> names) {
    if (names.isEmpty()) {
      return Optional.of(within);
    }
    List<Type.Field> fields = within instanceof Type.Struct struct ? struct.fields() : List.of();
    return fields.stream()
        .filter(field -> field.name().equals(names.get(0)))
        .findFirst()
        .flatMap(field -> type(field.type(), names.subList(1, names.size())));
  }

  public JsonNode json() {
    return Json.array(names, TextNode::valueOf);
  }

  /** As plans show it: {@code address.city}. */
  @Override
  public String toString() {
    return String.join(".", names);
  }

  static FieldReference read(JsonFields fields, String name) {
    return fromJson(fields, name, fields.node(name));
  }

  static FieldReference fromJson(JsonFields fields, String name, JsonNode json) {
    boolean fits = json.isArray() && !json.isEmpty();
    for (JsonNode each : json) {
      fits &= each.isTextual();
    }
    if (!fits) {
      throw fields.invalid(name, json, "an array of names");
    }
    return new FieldReference(Json.list(json, JsonNode::asText));
  }
}
