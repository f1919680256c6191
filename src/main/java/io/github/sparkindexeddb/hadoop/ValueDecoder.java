// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes tagged JSON to Java's values, by the type of the column. The export worker has checked
 * that the value fits; what does not is damage, an {@link IllegalArgumentException} or {@link
 * ArithmeticException}.
 */
final class ValueDecoder {
  private ValueDecoder() {}

  /** Returns the value; null for null. */
  static Object of(Type type, JsonSlice value) {
    if (value.isNull()) {
      return null;
    }
    if (type instanceof Scalar scalar) {
      return scalar(scalar, value);
    }
    if (type instanceof Type.Decimal decimal) {
      return decimal(decimal, value);
    }
    if (type instanceof Type.Array array) {
      return list(array, value);
    }
    return type instanceof Type.Map map ? map(map, value) : struct((Type.Struct) type, value);
  }

  private static BigDecimal decimal(Type.Decimal type, JsonSlice value) {
    BigDecimal decimal = Numbers.decimal(value).setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (decimal.precision() > type.precision()) {
      throw value.unexpected("a number of %s digits".formatted(type.precision()));
    }
    return decimal;
  }

  private static Object scalar(Scalar type, JsonSlice value) {
    return switch (type) {
      case BOOLEAN -> flag(value);
      case TINYINT, SMALLINT, INT, BIGINT -> Numbers.integer(value);
      case FLOAT, DOUBLE -> Numbers.real(value);
      case STRING -> value.text();
      case TEXT -> text(value);
      case JSON -> value.raw();
      case BINARY -> bytes(value);
      case DATE -> LocalDate.ofInstant(instant(value), ZoneOffset.UTC);
      case TIMESTAMP -> instant(value);
      case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC);
    };
  }

  private static boolean flag(JsonSlice value) {
    return switch (value.raw()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw value.unexpected("true or false");
    };
  }

  /** Returns a string as it is, a bigint as digits, a RegExp as JavaScript writes it, else JSON. */
  private static String text(JsonSlice value) {
    if (value.isString()) {
      return value.text();
    }
    return value
        .tagged("$bigint")
        .map(JsonSlice::text)
        .or(() -> value.tagged("$regexp").map(ValueDecoder::regexp))
        .orElseGet(value::raw);
  }

  private static String regexp(JsonSlice value) {
    Map<String, JsonSlice> parts = value.members();
    if (!parts.containsKey("source") || !parts.containsKey("flags")) {
      throw value.unexpected("source and flags");
    }
    return "/" + parts.get("source").text() + "/" + parts.get("flags").text();
  }

  private static Instant instant(JsonSlice value) {
    return Instant.ofEpochMilli(Numbers.integer(value.tagged("$date").orElse(value)));
  }

  private static byte[] bytes(JsonSlice value) {
    JsonSlice base64 = value.tagged("$binary").orElse(value);
    if (!base64.isString()) {
      throw value.unexpected("base64");
    }
    byte[] text = new byte[base64.to() - base64.from() - 2];
    System.arraycopy(base64.bytes(), base64.from() + 1, text, 0, text.length);
    return Base64.getDecoder().decode(text);
  }

  private static List<Object> list(Type.Array type, JsonSlice value) {
    JsonSlice elements =
        value
            .tagged("$set")
            .or(() -> value.tagged("$array").map(array -> array.members().get("values")))
            .orElse(value);
    List<Object> list = new ArrayList<>();
    elements.elements().forEach(element -> list.add(of(type.element(), element)));
    return list;
  }

  private static Map<Object, Object> map(Type.Map type, JsonSlice value) {
    Map<Object, Object> map = new LinkedHashMap<>();
    var pairs = value.tagged("$map").filter(JsonSlice::isArray);
    if (pairs.isPresent()) {
      for (JsonSlice pair : pairs.get().elements()) {
        List<JsonSlice> both = pair.elements();
        if (both.size() != 2) {
          throw pair.unexpected("a pair");
        }
        map.put(of(type.key(), both.get(0)), of(type.value(), both.get(1)));
      }
    } else {
      value.members().forEach((name, member) -> map.put(unescaped(name), of(type.value(), member)));
    }
    return map;
  }

  /** Returns the fields in the order of the type; what is absent is null. */
  private static Map<String, Object> struct(Type.Struct type, JsonSlice value) {
    Map<String, JsonSlice> members = fields(value);
    Map<String, Object> struct = new LinkedHashMap<>();
    for (Type.Field field : type.fields()) {
      JsonSlice member = members.get(field.name());
      struct.put(field.name(), member == null ? null : of(field.type(), member));
    }
    return struct;
  }

  private static Map<String, JsonSlice> fields(JsonSlice value) {
    var special =
        value.tagged("$blob").or(() -> value.tagged("$error")).filter(JsonSlice::isObject);
    if (special.isPresent()) {
      return special.get().members();
    }
    Map<String, JsonSlice> fields = new LinkedHashMap<>();
    value.members().forEach((name, member) -> fields.put(unescaped(name), member));
    return fields;
  }

  /** Returns the app's own name of a member that is no tag. */
  private static String unescaped(String name) {
    return name.startsWith("$") ? name.substring(1) : name;
  }
}
