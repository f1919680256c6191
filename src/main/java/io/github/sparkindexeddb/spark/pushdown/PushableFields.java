// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.spark.schema.ClientColumn;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;

/** The fields of a table that browsers can compute with. Confined to the planning thread. */
public final class PushableFields {
  private final List<Column> table;
  private final Supplier<Column> key;
  private final boolean caseSensitive;

  /** A field as the wire names it, and the column that it is in. */
  public record Field(FieldReference reference, Column column, Type type) {
    /** Returns whether its values are no structs, arrays or maps. */
    public boolean isScalar() {
      return type instanceof Type.Scalar || type instanceof Type.Decimal;
    }
  }

  /**
   * @param key the primary key, asked for only if a query names it as a metadata column
   */
  PushableFields(List<Column> table, Supplier<Column> key, boolean caseSensitive) {
    this.table = table;
    this.key = key;
    this.caseSensitive = caseSensitive;
  }

  /** Returns the field that an expression is, if it is one and nothing more. */
  public PushdownDecision<Field> find(Expression expression) {
    return expression instanceof NamedReference reference
        ? find(Arrays.asList(reference.fieldNames()))
        : PushdownDecision.residual("browsers compute no '%s'".formatted(expression));
  }

  /** Returns the type of a field that was found before. */
  Type type(FieldReference reference) {
    return ((PushdownDecision.Pushed<Field>) find(reference.names())).value().type();
  }

  private PushdownDecision<Field> find(List<String> names) {
    return column(names.get(0)).then(column -> within(column, names));
  }

  private PushdownDecision<Column> column(String name) {
    Optional<Column> column = named(table, Column::name, name);
    if (column.isPresent()) {
      return PushdownDecision.pushed(column.get())
          .unless(
              column.get().source() == Source.CORRUPT,
              "column '%s' shows records that do not fit".formatted(name));
    }
    if (name.equals(Inference.KEY)) {
      return PushdownDecision.pushed(key.get());
    }
    return PushdownDecision.residual(
        (ClientColumn.named(name).isPresent()
                ? "column '%s' is of the client, not of its records"
                : "there is no column '%s'")
            .formatted(name));
  }

  private PushdownDecision<Field> within(Column column, List<String> names) {
    List<String> exact = new ArrayList<>(List.of(column.name()));
    Type type = column.type();
    for (String name : names.subList(1, names.size())) {
      Optional<Type.Field> field =
          type instanceof Type.Struct struct
              ? named(struct.fields(), Type.Field::name, name)
              : Optional.empty();
      if (field.isEmpty()) {
        return PushdownDecision.residual(
            "there is no field '%s'".formatted(String.join(".", names)));
      }
      exact.add(field.get().name());
      type = field.get().type();
    }
    return PushdownDecision.pushed(new Field(new FieldReference(exact), column, type));
  }

  private <T> Optional<T> named(List<T> all, Function<T, String> name, String wanted) {
    Optional<T> exact = all.stream().filter(one -> name.apply(one).equals(wanted)).findFirst();
    return exact.isPresent() || caseSensitive
        ? exact
        : all.stream().filter(one -> name.apply(one).equalsIgnoreCase(wanted)).findFirst();
  }

  /**
   * Returns the columns of some fields. Where a value that does not fit fails the read, they are
   * cut to what is named of them, as Spark cuts what it reads; where it makes its column null or
   * drops its record, they are whole, so that it does so whatever is named.
   */
  public List<Column> columns(Stream<FieldReference> references, Mode mode) {
    Map<Column, List<List<String>>> paths = new LinkedHashMap<>();
    references.forEach(
        reference -> {
          List<String> names = reference.names();
          Column column = ((PushdownDecision.Pushed<Column>) column(names.get(0))).value();
          paths
              .computeIfAbsent(column, first -> new ArrayList<>())
              .add(names.subList(1, names.size()));
        });
    return paths.entrySet().stream()
        .map(each -> mode == Mode.FAILFAST ? cut(each.getKey(), each.getValue()) : each.getKey())
        .toList();
  }

  private static Column cut(Column column, List<List<String>> paths) {
    return new Column(column.name(), cut(column.type(), paths), column.source());
  }

  /** A struct that is named itself is there for its being null or not, which any part tells. */
  private static Type cut(Type type, List<List<String>> paths) {
    List<List<String>> deeper = paths.stream().filter(path -> !path.isEmpty()).toList();
    if (deeper.isEmpty() || !(type instanceof Type.Struct struct)) {
      return type;
    }
    return new Type.Struct(
        struct.fields().stream()
            .flatMap(field -> cut(field, below(deeper, field.name())).stream())
            .toList());
  }

  private static Optional<Type.Field> cut(Type.Field field, List<List<String>> paths) {
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(new Type.Field(field.name(), cut(field.type(), paths)));
  }

  private static List<List<String>> below(List<List<String>> paths, String name) {
    return paths.stream()
        .filter(path -> path.get(0).equals(name))
        .map(path -> path.subList(1, path.size()))
        .toList();
  }
}
