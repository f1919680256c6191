// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Primary keys. */
enum Keys {
  NUMBER(Scalar.DOUBLE, Scalar.DOUBLE, Scalar.BIGINT, Scalar.INT, Scalar.TEXT) {
    @Override
    Js next(SeededRandom seededRandom) {
      return new Js.Num(
          switch (seededRandom.between(0, 9)) {
            case 0 ->
                seededRandom.oneOf(
                    Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0x1p53);
            case 1, 2 -> seededRandom.between(-40, 400) / 2.0;
            default -> seededRandom.between(-20, 400);
          });
    }
  },
  DATE(Scalar.TIMESTAMP, Scalar.TIMESTAMP, Scalar.TIMESTAMP_NTZ, Scalar.DATE) {
    @Override
    Js next(SeededRandom seededRandom) {
      return new Js.Date(
          switch (seededRandom.between(0, 3)) {
            case 0 -> seededRandom.oneOf(Edges.TIMES);
            case 1 -> 1_700_000_000_000L + seededRandom.between(0, 300);
            default -> 86_400_000L * seededRandom.between(-400, 20_000);
          });
    }
  },
  STRING(Scalar.STRING, Scalar.STRING, Scalar.TEXT, Scalar.JSON) {
    @Override
    Js next(SeededRandom seededRandom) {
      StringBuilder text = new StringBuilder();
      IntStream.range(0, seededRandom.between(0, 3))
          .forEach(i -> text.append(seededRandom.oneOf(Edges.TEXTS)));
      return new Js.Text(text.toString());
    }
  },
  BINARY(Scalar.BINARY) {
    @Override
    Js next(SeededRandom seededRandom) {
      return Edges.bytes(
          seededRandom,
          IntStream.range(0, seededRandom.between(0, 3))
              .mapToObj(i -> seededRandom.oneOf(0, 1, 2, 127, 128, 255))
              .toList());
    }
  },
  ARRAY(Scalar.JSON, Scalar.TEXT, Scalar.STRING) {
    @Override
    Js next(SeededRandom seededRandom) {
      return new Js.Arr(
          IntStream.range(0, seededRandom.between(0, 2))
              .mapToObj(i -> MIXED.next(seededRandom))
              .toList());
    }
  },
  MIXED(
      Scalar.DOUBLE,
      Scalar.BIGINT,
      Scalar.STRING,
      Scalar.TIMESTAMP,
      Scalar.BINARY,
      Scalar.JSON,
      Scalar.TEXT) {
    @Override
    Js next(SeededRandom seededRandom) {
      return seededRandom.oneOf(NUMBER, DATE, STRING, BINARY, ARRAY).next(seededRandom);
    }
  };

  private final List<Type> types;

  Keys(Type... types) {
    this.types = List.of(types);
  }

  /** A type to read such keys as, in which they need not all fit. */
  Type type(SeededRandom seededRandom) {
    return seededRandom.oneOf(types);
  }

  abstract Js next(SeededRandom seededRandom);

  /** At most so many keys, no two of which IndexedDB takes for one. */
  List<Js> distinct(SeededRandom seededRandom, int count) {
    List<Js> keys = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Js key = next(seededRandom);
      if (seen.add(identity(key))) {
        keys.add(key);
      }
    }
    return keys;
  }

  static String identity(Js key) {
    if (key instanceof Js.Num number) {
      return "number " + (number.value() + 0.0);
    } else if (key instanceof Js.Bytes bytes) {
      return "bytes " + bytes.bytes();
    } else if (key instanceof Js.Arr array) {
      return array.elements().stream().map(Keys::identity).toList().toString();
    }
    return key.code();
  }

  /** The key as IndexedDB gives it back. */
  static Js stored(Js key) {
    if (key instanceof Js.Num number) {
      return new Js.Num(number.value() + 0.0);
    }
    return key instanceof Js.Arr array
        ? new Js.Arr(array.elements().stream().map(Keys::stored).toList())
        : key;
  }

  /** What {@code _key} is inferred to be, over the keys of all browsers. */
  static Type inferred(List<List<Js>> browsers, boolean counted) {
    List<Js> keys = browsers.stream().flatMap(List::stream).toList();
    if (keys.isEmpty()) {
      return counted ? Scalar.BIGINT : Scalar.STRING;
    } else if (keys.stream().map(Js::getClass).distinct().count() > 1) {
      return Scalar.JSON;
    }
    Type ofNumbers = counted ? Scalar.BIGINT : Scalar.DOUBLE;
    return Stream.of(ofNumbers, Scalar.TIMESTAMP, Scalar.STRING, Scalar.BINARY)
        .filter(type -> Model.value(type, keys.get(0)) != Model.MISFIT)
        .findFirst()
        .orElse(Scalar.JSON);
  }

  /** What a field that holds the keys, or parts of them, is inferred to be. */
  static Type inferredField(List<List<Js>> browsers, UnaryOperator<Js> part) {
    List<Js> values = browsers.stream().flatMap(List::stream).map(part).toList();
    return Stream.of(Scalar.BIGINT, Scalar.DOUBLE, Scalar.TIMESTAMP, Scalar.STRING, Scalar.BINARY)
        .filter(
            type -> values.stream().noneMatch(value -> Model.value(type, value) == Model.MISFIT))
        .findFirst()
        .orElse(Scalar.JSON);
  }
}
