// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.PlainText;
import java.util.List;
import java.util.Locale;

/**
 * The type of a column, as engines ask for it and export workers encode it. Everything is nullable.
 */
public sealed interface Type {
  /** Returns the name of a type without parameters, or an object of one member that names it. */
  JsonNode json();

  /**
   * Types without parameters. Engines see {@code STRING}, {@code TEXT} and {@code JSON} as a
   * string: strings and nothing else; strings as they are and anything else as text; tagged JSON of
   * everything.
   */
  enum Scalar implements Type {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    STRING,
    TEXT,
    JSON,
    BINARY,
    DATE,
    TIMESTAMP,
    TIMESTAMP_NTZ;

    @Override
    public JsonNode json() {
      return TextNode.valueOf(name().toLowerCase(Locale.ROOT));
    }
  }

  /** A decimal of 1 to 38 digits, {@code scale} of them after the point. */
  record Decimal(int precision, int scale) implements Type {
    @Override
    public JsonNode json() {
      ObjectNode json = Json.object();
      json.putArray("decimal").add(precision).add(scale);
      return json;
    }
  }

  /** A list of elements. */
  record Array(Type element) implements Type {
    @Override
    public JsonNode json() {
      ObjectNode json = Json.object();
      json.set("array", element.json());
      return json;
    }
  }

  /** Entries of unique, non-null keys. */
  record Map(Type key, Type value) implements Type {
    @Override
    public JsonNode json() {
      ArrayNode pair = JsonNodeFactory.instance.arrayNode().add(key.json()).add(value.json());
      ObjectNode json = Json.object();
      json.set("map", pair);
      return json;
    }
  }

  /** Named fields in order. */
  record Struct(List<Field> fields) implements Type {
    public Struct {
      fields = List.copyOf(fields);
    }

    @Override
    public JsonNode json() {
      ObjectNode json = Json.object();
      json.set("struct", Json.array(fields, Field::json));
      return json;
    }
  }

  /** One field of a struct. */
  record Field(String name, Type type) {
    JsonNode json() {
      ObjectNode json = Json.object().put("name", name);
      json.set("type", type.json());
      return json;
    }

    static Field fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "struct field");
      Field field = new Field(fields.text("name"), Type.fromJson(fields.node("type")));
      fields.end();
      return field;
    }
  }

  /**
   * Reads a type.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  static Type fromJson(JsonNode json) {
    return json.isTextual() ? scalar(json.asText()) : composite(json);
  }

  private static Type scalar(String name) {
    for (Scalar scalar : Scalar.values()) {
      if (scalar.json().asText().equals(name)) {
        return scalar;
      }
    }
    throw IndexedDbException.of(
        ErrorCode.BAD_REQUEST,
        "Cannot read a type: there is none named '%s'. Compare versions.",
        PlainText.of(name));
  }

  private static Type composite(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "type");
    Type type;
    if (json.has("struct")) {
      type = new Struct(fields.list("struct", Field::fromJson));
    } else if (json.has("array")) {
      type = new Array(fromJson(fields.node("array")));
    } else if (json.has("map")) {
      List<Type> pair = pair(fields, fields.list("map", Type::fromJson), "map");
      type = new Map(pair.get(0), pair.get(1));
    } else {
      List<Integer> pair = pair(fields, fields.list("decimal", JsonNode::asInt), "decimal");
      type = new Decimal(pair.get(0), pair.get(1));
    }
    fields.end();
    return type;
  }

  private static <T> List<T> pair(JsonFields fields, List<T> pair, String name) {
    if (pair.size() != 2) {
      throw fields.invalid(name, pair, "an array of two");
    }
    return pair;
  }
}
