// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes up records. Where types are inferred the first one has every field, so that each type
 * shows.
 */
final class RecordGenerator {
  private final SeededRandom seededRandom;
  private final Map<Column, Supplier<Js>> supplies;
  private final StoreHabits habits;
  private int made;

  /**
   * How records are.
   *
   * @param ofValues they are no objects
   * @param inferred Spark finds out about their types
   * @param free they need not be objects, as no key is inside them
   * @param wrong they need not fit
   */
  record StoreHabits(boolean ofValues, boolean inferred, boolean free, boolean wrong) {}

  RecordGenerator(
      SeededRandom seededRandom, Map<Column, Supplier<Js>> supplies, StoreHabits habits) {
    this.seededRandom = seededRandom;
    this.supplies = new LinkedHashMap<>(supplies);
    this.habits = habits;
  }

  /** From now on a field has other values. */
  void supply(String field, Supplier<Js> values) {
    supplies.replaceAll((column, before) -> column.name().equals(field) ? values : before);
  }

  Js next() {
    boolean telling = made == 0 && habits.inferred();
    made++;
    if (habits.ofValues()) {
      Column value = supplies.keySet().iterator().next();
      return telling ? telling(value.type()) : asRecord(supplies.get(value).get());
    }
    return telling ? telling() : object();
  }

  private static Js asRecord(Js value) {
    return value instanceof Js.Obj || value == Js.MISSING ? Js.UNDEFINED : value;
  }

  private Js object() {
    if (habits.free() && seededRandom.chance(0.03)) {
      return habits.wrong()
          ? seededRandom.oneOf(Js.NULL, new Js.Num(5), new Js.Arr(List.of()))
          : Js.NULL;
    }
    Js.Obj object = habits.inferred() ? new Js.Obj(Map.of()) : distracting();
    for (Map.Entry<Column, Supplier<Js>> each : supplies.entrySet()) {
      object = object.with(each.getKey().name(), each.getValue().get());
    }
    return object.with("n", new Js.Num(made));
  }

  /** An object with fields that no column means, though a careless reader may think so. */
  private Js.Obj distracting() {
    return new Js.Obj(Map.of())
        .with("VAL", seededRandom.oneOf(Edges.anyKey()))
        .with("c", new Js.Obj(Map.of("d", seededRandom.oneOf(Edges.anyKey()))));
  }

  private Js telling() {
    Js.Obj object = new Js.Obj(Map.of());
    for (Column column : supplies.keySet()) {
      object = object.with(column.name(), telling(column.type()));
    }
    return object.with("n", new Js.Num(made));
  }

  private static Js telling(Type type) {
    if (type instanceof Type.Struct struct) {
      Js.Obj object = new Js.Obj(Map.of());
      for (Type.Field field : struct.fields()) {
        object = object.with(field.name(), telling(field.type()));
      }
      return object;
    } else if (type instanceof Type.Array array) {
      return new Js.Arr(List.of(telling(array.element())));
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> new Js.Bool(true);
      case BIGINT -> new Js.Big(BigInteger.TWO);
      case DOUBLE -> new Js.Num(0.5);
      case STRING -> new Js.Text("x");
      case BINARY -> new Js.Bytes(List.of(7), "new Uint8Array(%s)");
      case TIMESTAMP -> new Js.Date(1);
      default -> throw new IllegalArgumentException("never inferred: " + type);
    };
  }
}
