// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.arrow.ArrowVector;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.WellFormedText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Values out of Arrow's vectors and out of tagged JSON, of the same Java classes. */
final class PlainValues {
  private static final int MICROS = 1000;
  private static final long DAY = 86_400_000;

  private PlainValues() {}

  /** Returns the value of a vector's row. */
  static Object of(Type type, ArrowVector vector, int row) {
    ByteBuffer body = ByteBuffer.wrap(vector.body()).order(ByteOrder.LITTLE_ENDIAN);
    boolean isNull =
        vector.nulls() > 0 && (body.get(vector.validityAt() + row / 8) >> row % 8 & 1) == 0;
    if (isNull) {
      return null;
    }
    if (type instanceof Type.Struct struct) {
      List<Object> fields = new ArrayList<>();
      for (int i = 0; i < struct.fields().size(); i++) {
        fields.add(of(struct.fields().get(i).type(), vector.children().get(i), row));
      }
      return fields;
    }
    if (type instanceof Type.Decimal decimal) {
      byte[] digits = new byte[16];
      for (int i = 0; i < digits.length; i++) {
        digits[digits.length - 1 - i] = body.get(vector.dataAt() + 16 * row + i);
      }
      return new BigDecimal(new BigInteger(digits), decimal.scale());
    }
    return type instanceof Type.Scalar scalar
        ? scalar(scalar, vector, body, row)
        : elements(type, vector, body, row);
  }

  private static Object elements(Type type, ArrowVector vector, ByteBuffer body, int row) {
    List<Object> elements = new ArrayList<>();
    ArrowVector inner = vector.children().get(0);
    int from = body.getInt(vector.offsetsAt() + 4 * row);
    int to = body.getInt(vector.offsetsAt() + 4 * row + 4);
    for (int i = from; i < to; i++) {
      elements.add(
          type instanceof Type.Map map
              ? Arrays.asList(
                  of(map.key(), inner.children().get(0), i),
                  of(map.value(), inner.children().get(1), i))
              : of(((Type.Array) type).element(), inner, i));
    }
    return elements;
  }

  private static Object scalar(Type.Scalar type, ArrowVector vector, ByteBuffer body, int row) {
    int at = vector.dataAt();
    return switch (type) {
      case BOOLEAN -> (body.get(at + row / 8) >> row % 8 & 1) != 0;
      case INT, DATE -> (long) body.getInt(at + 4 * row);
      case BIGINT, TIMESTAMP -> body.getLong(at + 8 * row);
      case DOUBLE -> body.getDouble(at + 8 * row);
      case STRING -> new String(bytes(vector, body, row), StandardCharsets.UTF_8);
      case JSON -> Json.parse(bytes(vector, body, row));
      case BINARY -> Base64.getEncoder().encodeToString(bytes(vector, body, row));
      default -> throw new IllegalArgumentException(type + " is not among the random types");
    };
  }

  private static byte[] bytes(ArrowVector vector, ByteBuffer body, int row) {
    int from = body.getInt(vector.offsetsAt() + 4 * row);
    int to = body.getInt(vector.offsetsAt() + 4 * row + 4);
    return Arrays.copyOfRange(vector.body(), vector.dataAt() + from, vector.dataAt() + to);
  }

  /** Returns the value of tagged JSON. */
  static Object of(Type type, JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (type instanceof Type.Struct struct) {
      List<Object> fields = new ArrayList<>();
      struct
          .fields()
          .forEach(field -> fields.add(of(field.type(), json.path(escaped(field.name())))));
      return fields;
    }
    if (type instanceof Type.Array array) {
      List<Object> elements = new ArrayList<>();
      (json.has("$set") ? json.path("$set") : json)
          .forEach(each -> elements.add(of(array.element(), each)));
      return elements;
    }
    if (type instanceof Type.Map map) {
      return entries(map, json);
    }
    return type instanceof Type.Decimal decimal
        ? number(json).setScale(decimal.scale())
        : scalar((Type.Scalar) type, json);
  }

  private static List<Object> entries(Type.Map map, JsonNode json) {
    List<Object> entries = new ArrayList<>();
    if (json.has("$map")) {
      json.path("$map")
          .forEach(
              pair ->
                  entries.add(
                      Arrays.asList(of(map.key(), pair.path(0)), of(map.value(), pair.path(1)))));
    } else {
      json.fields()
          .forEachRemaining(
              entry ->
                  entries.add(
                      Arrays.asList(unescaped(entry.getKey()), of(map.value(), entry.getValue()))));
    }
    return entries;
  }

  private static Object scalar(Type.Scalar type, JsonNode json) {
    return switch (type) {
      case BOOLEAN -> json.booleanValue();
      case INT, BIGINT -> number(json).longValueExact();
      case DATE -> json.path("$date").longValue() / DAY;
      case TIMESTAMP -> json.path("$date").longValue() * MICROS;
      case DOUBLE ->
          json.isNumber() ? json.doubleValue() : Double.parseDouble(json.path("$number").asText());
      case STRING -> WellFormedText.of(json.textValue());
      case JSON -> json;
      case BINARY -> json.path("$binary").textValue();
      default -> throw new IllegalArgumentException(type + " is not among the random types");
    };
  }

  private static BigDecimal number(JsonNode json) {
    return json.isNumber()
        ? new BigDecimal(json.asText())
        : new BigDecimal(json.path("$bigint").textValue());
  }

  private static String escaped(String name) {
    return name.startsWith("$") ? "$" + name : name;
  }

  private static String unescaped(String name) {
    return name.startsWith("$") ? name.substring(1) : name;
  }
}
