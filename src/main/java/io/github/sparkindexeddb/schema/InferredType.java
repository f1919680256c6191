// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import io.github.sparkindexeddb.wire.value.Kind;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import io.github.sparkindexeddb.wire.value.TypeNode;
import io.github.sparkindexeddb.wire.value.TypeNode.Names;
import io.github.sparkindexeddb.wire.value.TypeNode.SeenField;
import io.github.sparkindexeddb.wire.value.WellFormedText;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Infers the type of the values that were seen in one place: the table "Values" of types.md. Kinds
 * of one type unify; anything else that is mixed is JSON.
 */
final class InferredType {
  private static final Type EMPTY_MAP = new Type.Map(Scalar.STRING, Scalar.STRING);

  private static final Type BLOB =
      new Type.Struct(
          List.of(
              new Type.Field("name", Scalar.STRING),
              new Type.Field("type", Scalar.STRING),
              new Type.Field("size", Scalar.BIGINT),
              new Type.Field("lastModified", Scalar.TIMESTAMP),
              new Type.Field("bytes", Scalar.BINARY)));

  private static final Type ERROR =
      new Type.Struct(
          List.of(
              new Type.Field("name", Scalar.STRING),
              new Type.Field("message", Scalar.STRING),
              new Type.Field("stack", Scalar.STRING)));

  /** Kinds whose type depends on nothing else. */
  private static final Map<Kind, Type> FIXED =
      Map.ofEntries(
          Map.entry(Kind.BOOLEAN, Scalar.BOOLEAN),
          Map.entry(Kind.INTEGER, Scalar.BIGINT),
          Map.entry(Kind.NUMBER, Scalar.DOUBLE),
          Map.entry(Kind.BIGINT64, Scalar.BIGINT),
          Map.entry(Kind.BIGINT38, new Type.Decimal(38, 0)),
          Map.entry(Kind.BIGINT, Scalar.TEXT),
          Map.entry(Kind.STRING, Scalar.STRING),
          Map.entry(Kind.DATE, Scalar.TIMESTAMP),
          Map.entry(Kind.BINARY, Scalar.BINARY),
          Map.entry(Kind.INT8, new Type.Array(Scalar.TINYINT)),
          Map.entry(Kind.INT16, new Type.Array(Scalar.SMALLINT)),
          Map.entry(Kind.UINT16, new Type.Array(Scalar.INT)),
          Map.entry(Kind.INT32, new Type.Array(Scalar.INT)),
          Map.entry(Kind.UINT32, new Type.Array(Scalar.BIGINT)),
          Map.entry(Kind.FLOAT16, new Type.Array(Scalar.FLOAT)),
          Map.entry(Kind.FLOAT32, new Type.Array(Scalar.FLOAT)),
          Map.entry(Kind.FLOAT64, new Type.Array(Scalar.DOUBLE)),
          Map.entry(Kind.INT64, new Type.Array(Scalar.BIGINT)),
          Map.entry(Kind.UINT64, new Type.Array(new Type.Decimal(20, 0))),
          Map.entry(Kind.BLOB, BLOB),
          Map.entry(Kind.REGEXP, Scalar.TEXT),
          Map.entry(Kind.ERROR, ERROR),
          Map.entry(Kind.DEEP, Scalar.JSON));

  private InferredType() {}

  /** Returns the type of a place. Whether an engine can tell its fields apart is not looked at. */
  static Type of(TypeNode node) {
    Set<Kind> kinds = widest(node.kinds().keySet());
    Set<Type> types = kinds.stream().map(kind -> ofKind(kind, node)).collect(Collectors.toSet());
    if (types.isEmpty()) {
      return Scalar.STRING;
    }
    return types.size() == 1 ? types.iterator().next() : Scalar.JSON;
  }

  /** Returns the kinds without null, and of numbers and of bigints only the widest kind. */
  private static Set<Kind> widest(Set<Kind> seen) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    kinds.addAll(seen);
    kinds.remove(Kind.NULL);
    if (kinds.contains(Kind.NUMBER)) {
      kinds.remove(Kind.INTEGER);
    }
    if (kinds.contains(Kind.BIGINT)) {
      kinds.remove(Kind.BIGINT38);
    }
    if (kinds.contains(Kind.BIGINT) || kinds.contains(Kind.BIGINT38)) {
      kinds.remove(Kind.BIGINT64);
    }
    return kinds;
  }

  private static Type ofKind(Kind kind, TypeNode node) {
    return switch (kind) {
      case LIST -> new Type.Array(node.list().map(InferredType::of).orElse(Scalar.STRING));
      case MAP -> node.map().map(InferredType::ofMap).orElse(EMPTY_MAP);
      case OBJECT -> ofObject(node.object());
      default -> FIXED.get(kind);
    };
  }

  /** Keys of engines' maps may not be maps, nor hold any: those are JSON. */
  private static Type ofMap(TypeNode.Entries entries) {
    Type key = of(entries.keys());
    return new Type.Map(holdsMap(key) ? Scalar.JSON : key, of(entries.values()));
  }

  private static boolean holdsMap(Type type) {
    if (type instanceof Type.Struct struct) {
      return struct.fields().stream().anyMatch(field -> holdsMap(field.type()));
    }
    return type instanceof Type.Map
        || type instanceof Type.Array array && holdsMap(array.element());
  }

  private static Type ofObject(Optional<Names> object) {
    if (object.isPresent() && object.get() instanceof Names.Collapsed collapsed) {
      return new Type.Map(Scalar.STRING, of(collapsed.values()));
    }
    List<Type.Field> fields = fields(object);
    return fields.isEmpty() ? EMPTY_MAP : new Type.Struct(fields);
  }

  /** Returns the fields of a struct for objects. */
  static List<Type.Field> fields(Optional<Names> object) {
    return object.orElse(null) instanceof Names.Named named
        ? named.fields().stream().map(InferredType::field).toList()
        : List.of();
  }

  private static Type.Field field(SeenField seen) {
    return new Type.Field(WellFormedText.of(seen.name()), of(seen.node()));
  }
}
