// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * A column, or a field within one: the column's name, then the field's in each struct on the way.
 * Names are exact and may hold any character, dots too.
 *
 * @param names at least one
 */
public record Reference(List<String> names) {
  public Reference {
    names = List.copyOf(names);
  }

  public static Reference of(String... names) {
    return new Reference(List.of(names));
  }

  /** The whole column that it is in. */
  public String column() {
    return names.get(0);
  }

  public JsonNode json() {
    return Json.array(names, TextNode::valueOf);
  }

  /** As plans show it: {@code address.city}. */
  @Override
  public String toString() {
    return String.join(".", names);
  }

  static Reference read(Fields fields, String name) {
    return fromJson(fields, name, fields.node(name));
  }

  static Reference fromJson(Fields fields, String name, JsonNode json) {
    boolean fits = json.isArray() && !json.isEmpty();
    for (JsonNode each : json) {
      fits &= each.isTextual();
    }
    if (!fits) {
      throw fields.invalid(name, json, "an array of names");
    }
    return new Reference(Json.list(json, JsonNode::asText));
  }
}
