// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random types, and tagged JSON that fits them most of the time. */
final class RandomLines {
  private static final List<String> NAMES = List.of("a", "b", "$c", "", "7", "é", "x y");
  private static final List<String> STRINGS = List.of("", "a", "é😀", "\\\"q\\\"", "\\ud800", "1");

  private final Random random;

  RandomLines(Random random) {
    this.random = random;
  }

  Type type(int levels) {
    return switch (random.nextInt(levels > 0 ? 8 : 5)) {
      case 5 -> new Type.Array(type(levels - 1));
      case 6 -> new Type.Map(of(List.of(Type.Scalar.STRING, Type.Scalar.INT)), type(levels - 1));
      case 7 ->
          new Type.Struct(
              names().stream().map(name -> new Type.Field(name, type(levels - 1))).toList());
      case 0 -> new Type.Decimal(12, 3);
      default ->
          of(
              List.of(
                  Type.Scalar.BOOLEAN,
                  Type.Scalar.INT,
                  Type.Scalar.BIGINT,
                  Type.Scalar.DOUBLE,
                  Type.Scalar.STRING,
                  Type.Scalar.JSON,
                  Type.Scalar.BINARY,
                  Type.Scalar.DATE,
                  Type.Scalar.TIMESTAMP));
    };
  }

  List<String> names() {
    return IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> of(NAMES)).distinct().toList();
  }

  /** Returns a record with the fields, in any order, and some of the others. */
  String record(List<Type.Field> fields) {
    List<String> members = new ArrayList<>();
    for (Type.Field field : fields) {
      if (random.nextInt(6) > 0) {
        members.add(member(field.name(), value(field.type())));
      }
    }
    members.add(member("other", "[{\"$date\":0}]"));
    Collections.shuffle(members, random);
    return "{" + String.join(",", members) + "}";
  }

  private static String member(String name, String value) {
    return "\"%s%s\":%s".formatted(name.startsWith("$") ? "$" : "", name, value);
  }

  String value(Type type) {
    if (random.nextInt(12) == 0) {
      return of(List.of("null", "{\"$date\":null}"));
    }
    if (random.nextInt(30) == 0) {
      return of(List.of("1.5", "\"x\"", "[{}]", "{\"$bigint\":\"9\"}", "{\"$unreadable\":\"no\"}"));
    }
    if (type instanceof Type.Array array) {
      return list(i -> value(array.element()), of(List.of("[%s]", "{\"$set\":[%s]}")));
    }
    if (type instanceof Type.Map map) {
      return map.key() == Type.Scalar.STRING && random.nextBoolean()
          ? record(names().stream().map(name -> new Type.Field(name, map.value())).toList())
          : list(
              i -> "[%s,%s]".formatted(key(map.key(), i), value(map.value())), "{\"$map\":[%s]}");
    }
    if (type instanceof Type.Struct struct) {
      return record(struct.fields());
    }
    return type instanceof Type.Decimal
        ? of(List.of("1", "-0.125", "{\"$bigint\":\"123456789\"}", "1e-3", "99999"))
        : scalar((Type.Scalar) type);
  }

  private static String key(Type type, int i) {
    return type == Type.Scalar.INT ? String.valueOf(i) : "\"k" + i + '"';
  }

  private String scalar(Type.Scalar type) {
    return switch (type) {
      case BOOLEAN -> String.valueOf(random.nextBoolean());
      case INT -> String.valueOf(random.nextInt());
      case BIGINT ->
          of(List.of("9007199254740991", "-7", "{\"$bigint\":\"-9223372036854775808\"}"));
      case DOUBLE ->
          of(List.of("0.1", "1e+300", "-5", "{\"$number\":\"NaN\"}", "{\"$number\":\"-0\"}"));
      case STRING -> '"' + of(STRINGS) + '"';
      case BINARY -> of(List.of("{\"$binary\":\"AAE=\"}", "{\"$binary\":\"\"}"));
      case DATE -> "{\"$date\":%d}".formatted(86_400_000L * (random.nextInt(40_000) - 20_000));
      case TIMESTAMP -> "{\"$date\":%d}".formatted(random.nextLong() / 2_000_000);
      default -> value(type(2));
    };
  }

  private String list(IntFunction<String> element, String form) {
    return form.formatted(
        IntStream.range(0, random.nextInt(4)).mapToObj(element).collect(Collectors.joining(",")));
  }

  private <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
