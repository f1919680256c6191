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

  private final FieldNames names;

  InferredType(FieldNames names) {
    this.names = names;
  }

  /**
   * Returns the type of a place.
   *
   * @param path of the place in the record, for messages
   */
  Type of(TypeNode node, String path) {
    Set<Kind> kinds = widest(node.kinds().keySet());
    Set<Type> types =
        kinds.stream().map(kind -> ofKind(kind, node, path)).collect(Collectors.toSet());
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

  private Type ofKind(Kind kind, TypeNode node, String path) {
    return switch (kind) {
      case LIST -> new Type.Array(node.list().map(n -> of(n, path)).orElse(Scalar.STRING));
      case MAP -> node.map().map(entries -> ofMap(entries, path)).orElse(EMPTY_MAP);
      case OBJECT -> ofObject(node.object(), path);
      default -> FIXED.get(kind);
    };
  }

  /** Keys of engines' maps may not be maps, nor hold any: those are JSON. */
  private Type ofMap(TypeNode.Entries entries, String path) {
    Type key = of(entries.keys(), path);
    return new Type.Map(holdsMap(key) ? Scalar.JSON : key, of(entries.values(), path));
  }

  private static boolean holdsMap(Type type) {
    if (type instanceof Type.Struct struct) {
      return struct.fields().stream().anyMatch(field -> holdsMap(field.type()));
    }
    return type instanceof Type.Map
        || type instanceof Type.Array array && holdsMap(array.element());
  }

  private Type ofObject(Optional<Names> object, String path) {
    if (object.isPresent() && object.get() instanceof Names.Collapsed collapsed) {
      return new Type.Map(Scalar.STRING, of(collapsed.values(), path));
    }
    List<Type.Field> fields = fields(object, path);
    return fields.isEmpty() ? EMPTY_MAP : new Type.Struct(fields);
  }

  /**
   * Returns the fields of a struct for objects.
   *
   * @param path of the object, empty for the record itself
   * @throws io.github.sparkindexeddb.wire.IndexedDbException {@code COLUMN_NAMES_COLLIDE}
   */
  List<Type.Field> fields(Optional<Names> object, String path) {
    if (!(object.orElse(null) instanceof Names.Named named)) {
      return List.of();
    }
    names.requireDistinct(named.fields().stream().map(SeenField::name).toList(), path);
    return named.fields().stream().map(seen -> field(seen, path)).toList();
  }

  private Type.Field field(SeenField seen, String path) {
    String name = WellFormedText.of(seen.name());
    return new Type.Field(name, of(seen.node(), path.isEmpty() ? name : path + "." + name));
  }
}
