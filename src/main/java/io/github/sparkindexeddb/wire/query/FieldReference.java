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

  /** Returns the name of the whole column that it is in. */
  public String column() {
    return names.get(0);
  }

  /**
   * Returns the type of the field that it names, which is in no corrupt column.
   *
   * @return empty if there is no such field
   */
  public Optional<Type> typeIn(List<Column> columns) {
    return type(struct(columns), names);
  }

  private static Optional<Type> type(Type within, List<String> names) {
    return names.isEmpty()
        ? Optional.of(within)
        : field(within, names.get(0))
            .flatMap(field -> type(field.type(), names.subList(1, names.size())));
  }

  /**
   * Returns the names that could stand in place of the first one for which there is no field.
   *
   * @return those of the columns, or of the fields of a struct; empty in what is no struct
   */
  public List<String> choicesIn(List<Column> columns) {
    return choices(struct(columns), names);
  }

  private static List<String> choices(Type within, List<String> names) {
    Optional<Type.Field> known = names.isEmpty() ? Optional.empty() : field(within, names.get(0));
    return known
        .map(field -> choices(field.type(), names.subList(1, names.size())))
        .orElseGet(() -> fields(within).stream().map(Type.Field::name).toList());
  }

  private static Type.Struct struct(List<Column> columns) {
    return new Type.Struct(
        columns.stream()
            .filter(column -> column.source() != Column.Source.CORRUPT)
            .map(column -> new Type.Field(column.name(), column.type()))
            .toList());
  }

  private static Optional<Type.Field> field(Type within, String name) {
    return fields(within).stream().filter(field -> field.name().equals(name)).findFirst();
  }

  private static List<Type.Field> fields(Type within) {
    return within instanceof Type.Struct struct ? struct.fields() : List.of();
  }

  public JsonNode json() {
    return Json.array(names, TextNode::valueOf);
  }

  /** Returns the reference as plans show it: {@code address.city}. */
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
