// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A JavaScript value as the generator made it. */
sealed interface Js {
  Js NULL = new Raw("null");
  Js UNDEFINED = new Raw("undefined");

  /** In place of a field's value: the record has no such field. */
  Js MISSING = new Raw("missing");

  Js INVALID_DATE = new Raw("new Date(NaN)");

  /** Values without a value of their own. */
  record Raw(String code) implements Js {}

  record Bool(boolean value) implements Js {
    @Override
    public String code() {
      return Boolean.toString(value);
    }
  }

  record Num(double value) implements Js {
    @Override
    public String code() {
      return "(" + value + ")";
    }
  }

  record Big(BigInteger value) implements Js {
    @Override
    public String code() {
      return "(" + value + "n)";
    }
  }

  /** Any sequence of UTF-16 units. */
  record Text(String value) implements Js {
    @Override
    public String code() {
      return value
          .chars()
          .mapToObj(unit -> String.format("\\u%04x", unit))
          .collect(Collectors.joining("", "'", "'"));
    }
  }

  /** Milliseconds since 1970. */
  record Date(long time) implements Js {
    @Override
    public String code() {
      return "new Date(" + time + ")";
    }
  }

  /**
   * Bytes in one of the classes that hold them.
   *
   * @param wrapper JavaScript around the list of bytes: {@code "new Uint8Array(%s)"}
   */
  record Bytes(List<Integer> bytes, String wrapper) implements Js {
    /** Whether it is also a list of numbers. */
    boolean isTypedArray() {
      return wrapper.endsWith("Array(%s)");
    }

    @Override
    public String code() {
      return wrapper.formatted(bytes);
    }
  }

  /** An object around a primitive: {@code new Number(1)}. */
  record Boxed(Js primitive) implements Js {
    @Override
    public String code() {
      return "Object(" + primitive.code() + ")";
    }
  }

  /** A File of one byte. */
  record File(String name, long lastModified) implements Js {
    @Override
    public String code() {
      return "new File(['x'], '" + name + "', { lastModified: " + lastModified + " })";
    }

    /** What a struct sees of it. */
    Obj fields() {
      return new Obj(
          Map.of(
              "name", new Text(name),
              "type", new Text(""),
              "size", new Num(1),
              "lastModified", new Date(lastModified)));
    }
  }

  /** A Blob of one byte without a name. */
  record Blob(String type) implements Js {
    @Override
    public String code() {
      return "new Blob(['x'], { type: '" + type + "' })";
    }

    /** What a struct sees of it. */
    Obj fields() {
      return new Obj(Map.of("type", new Text(type), "size", new Num(1)));
    }
  }

  /** An Error, of which no stack is told apart. */
  record Err(String message) implements Js {
    @Override
    public String code() {
      return "new TypeError(" + new Text(message).code() + ")";
    }

    /** What a struct sees of it. */
    Obj fields() {
      return new Obj(Map.of("name", new Text("TypeError"), "message", new Text(message)));
    }
  }

  record RegExp(String source, String flags) implements Js {
    @Override
    public String code() {
      return "/" + source + "/" + flags;
    }
  }

  /**
   * Numbers in one of the arrays that hold one sort of them.
   *
   * @param tag what tagged JSON calls the class
   */
  record Typed(String type, String tag, List<Js> elements) implements Js {
    @Override
    public String code() {
      return elements.stream()
          .map(Js::code)
          .collect(Collectors.joining(", ", "new " + type + "([", "])"));
    }
  }

  /** Different values. */
  record SetOf(List<Js> elements) implements Js {
    @Override
    public String code() {
      return "new Set(" + new Arr(elements).code() + ")";
    }
  }

  /** Different keys, each with a value at its place. */
  record MapOf(List<Js> keys, List<Js> values) implements Js {
    @Override
    public String code() {
      return "new Map(" + pairs().code() + ")";
    }

    /** Returns what a Map makes of a key: ECMA-262, CanonicalizeKeyedCollectionKey, has no -0. */
    static Js key(Js value) {
      return value.equals(new Num(-0.0)) ? new Num(0) : value;
    }

    Arr pairs() {
      List<Js> pairs = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        pairs.add(new Arr(List.of(keys.get(i), values.get(i))));
      }
      return new Arr(pairs);
    }
  }

  record Arr(List<Js> elements) implements Js {
    @Override
    public String code() {
      return elements.stream().map(Js::code).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** A plain object; what is missing is left out. */
  record Obj(Map<String, Js> fields) implements Js {
    public Obj {
      fields = new LinkedHashMap<>(fields);
      fields.values().removeIf(MISSING::equals);
    }

    Js get(String name) {
      return fields.getOrDefault(name, MISSING);
    }

    /** The same with one field more, or another value of it. */
    Obj with(String name, Js value) {
      Map<String, Js> more = new LinkedHashMap<>(fields);
      more.put(name, value);
      return new Obj(more);
    }

    @Override
    public String code() {
      List<String> members = new ArrayList<>();
      fields.forEach((name, value) -> members.add(new Text(name).code() + ": " + value.code()));
      return "({ " + String.join(", ", members) + " })";
    }
  }

  /** An expression that evaluates to it. */
  String code();

  /** Whether Spark is to see nothing at all. */
  default boolean isNull() {
    return this instanceof Raw;
  }

  /** The primitive of a boxed one, else the value itself. */
  default Js unboxed() {
    return this instanceof Boxed boxed ? boxed.primitive() : this;
  }
}
