// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How the records of a store get their keys. */
enum KeyPlace {
  /** A field of the record. */
  INLINE("{ keyPath: 'id' }"),
  /** A field of an object in the record. */
  NESTED("{ keyPath: 'info.id' }"),
  /** Two fields of the record. */
  COMPOUND("{ keyPath: ['id', 'part'] }"),
  /** A field that the store fills in. */
  COUNTED_INLINE("{ keyPath: 'id', autoIncrement: true }"),
  /** Beside the record. */
  OUTSIDE("{}"),
  /** Beside the record, by the store. */
  COUNTED_OUTSIDE("{ autoIncrement: true }");

  private final String creation;

  KeyPlace(String creation) {
    this.creation = creation;
  }

  /** Options of {@code createObjectStore}. */
  String creation() {
    return creation;
  }

  boolean counted() {
    return this == COUNTED_INLINE || this == COUNTED_OUTSIDE;
  }

  boolean isOutside() {
    return this == OUTSIDE || this == COUNTED_OUTSIDE;
  }

  /** So many keys at most. */
  List<Js> keys(SeededRandom seededRandom, Keys kind, int count) {
    if (counted()) {
      return IntStream.rangeClosed(1, count).mapToObj(i -> (Js) new Js.Num(i)).toList();
    } else if (this == COMPOUND) {
      List<Js> ids = kind.distinct(seededRandom, count / 2 + 1);
      return ids.stream().flatMap(id -> parts(seededRandom, id).stream()).limit(count).toList();
    }
    return kind.distinct(seededRandom, count);
  }

  private static List<Js> parts(SeededRandom seededRandom, Js id) {
    return IntStream.range(0, seededRandom.between(1, 4))
        .mapToObj(part -> (Js) new Js.Arr(List.of(id, new Js.Num(part))))
        .toList();
  }

  /** The columns that show the key, of type {@code type} where it can be chosen. */
  List<Column> columns(Type type, Type counted) {
    return switch (this) {
      case INLINE -> List.of(Column.field("id", type));
      case COUNTED_INLINE -> List.of(Column.field("id", counted));
      case NESTED ->
          List.of(Column.field("info", new Type.Struct(List.of(new Type.Field("id", type)))));
      case COMPOUND -> List.of(Column.field("id", type), Column.field("part", Type.Scalar.BIGINT));
      case OUTSIDE -> List.of(new Column("_key", type, Source.KEY));
      case COUNTED_OUTSIDE -> List.of(new Column("_key", counted, Source.KEY));
    };
  }

  /** What the first column shows of a key. */
  Js first(Js key) {
    return this == COMPOUND ? ((Js.Arr) key).elements().get(0) : key;
  }

  /** What is written for a record, and what it is then. */
  StoreCase.Entry entry(Js key, Js record) {
    if (!(record instanceof Js.Obj object) || isOutside()) {
      String put = this == OUTSIDE ? "[" + key.code() + ", " + record.code() + "]" : record.code();
      return new StoreCase.Entry(put, Keys.stored(key), record);
    }
    Js.Obj stored =
        switch (this) {
          case NESTED -> object.with("info", new Js.Obj(Map.of("id", key)));
          case COMPOUND -> {
            List<Js> both = ((Js.Arr) key).elements();
            yield object.with("id", both.get(0)).with("part", both.get(1));
          }
          default -> object.with("id", key);
        };
    String put = this == COUNTED_INLINE ? object.code() : stored.code();
    return new StoreCase.Entry(put, Keys.stored(key), stored);
  }
}
