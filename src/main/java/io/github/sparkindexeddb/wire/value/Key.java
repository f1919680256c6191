// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A key as IndexedDB defines it (Indexed Database API 3.0, section 2.4): JSON with exactly one
 * member that names its type.
 */
public sealed interface Key {
  /** Returns {@code {"<type>": …}}. */
  ObjectNode json();

  /** A double that is not NaN; -0 becomes 0, which is the same key. */
  record NumberKey(double value) implements Key {
    public NumberKey {
      value = value == 0 ? 0 : value;
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object();
      if (Double.isInfinite(value)) {
        return json.put("number", value > 0 ? "Infinity" : "-Infinity");
      }
      boolean integral = value == Math.rint(value) && Math.abs(value) < 1L << 53;
      return integral ? json.put("number", (long) value) : json.put("number", value);
    }
  }

  /** Milliseconds since 1970-01-01T00:00:00Z, at most 8.64e15 away from it. */
  record DateKey(long millis) implements Key {
    @Override
    public ObjectNode json() {
      return Json.object().put("date", millis);
    }
  }

  /** UTF-16 text, ordered by code unit; may hold lone surrogates. */
  record StringKey(String value) implements Key {
    @Override
    public ObjectNode json() {
      return Json.object().put("string", value);
    }
  }

  /** Bytes, ordered unsigned. */
  record BinaryKey(byte[] value) implements Key {
    public BinaryKey {
      value = value.clone();
    }

    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof BinaryKey key && Arrays.equals(value, key.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "BinaryKey[" + Base64.getEncoder().encodeToString(value) + "]";
    }

    @Override
    public ObjectNode json() {
      return Json.object().put("binary", Base64.getEncoder().encodeToString(value));
    }
  }

  /** Keys, ordered element by element. */
  record ArrayKey(List<Key> elements) implements Key {
    public ArrayKey {
      elements = List.copyOf(elements);
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object();
      json.set("array", Json.array(elements, Key::json));
      return json;
    }
  }

  /**
   * Reads a key.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  static Key fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "key");
    if (json.size() != 1) {
      throw fields.invalid("members", json, "exactly one of number, date, string, binary, array");
    }
    String type = json.fieldNames().next();
    JsonNode value = fields.node(type);
    return switch (type) {
      case "number" -> new NumberKey(number(fields, value));
      case "date" -> new DateKey(fields.integer("date"));
      case "string" -> new StringKey(fields.text("string"));
      case "binary" -> new BinaryKey(binary(fields));
      case "array" -> new ArrayKey(fields.list("array", Key::fromJson));
      default -> throw fields.invalid("members", type, "number, date, string, binary or array");
    };
  }

  private static double number(JsonFields fields, JsonNode value) {
    if (value.isNumber()) {
      return value.asDouble();
    }
    return switch (value.asText()) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw fields.invalid("number", value, "a number, \"Infinity\" or \"-Infinity\"");
    };
  }

  private static byte[] binary(JsonFields fields) {
    String text = fields.text("binary");
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw fields.invalid("binary", text, "base64");
    }
  }
}
