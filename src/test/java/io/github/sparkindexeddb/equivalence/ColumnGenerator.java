// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Makes up the fields of a table. */
final class ColumnGenerator {
  private static final List<Scalar> INFERRED =
      List.of(
          Scalar.BOOLEAN,
          Scalar.BIGINT,
          Scalar.DOUBLE,
          Scalar.STRING,
          Scalar.BINARY,
          Scalar.TIMESTAMP);

  /** Some are no identifiers, and one reads as a path to those who are careless. */
  private static final List<String> NAMES =
      List.of("a", "b", "d", "größe", "Val", "x y", "c.d", "😀`");

  private static final List<Type> MAP_KEYS =
      List.of(
          Scalar.TEXT, Scalar.TEXT, Scalar.BIGINT, Scalar.INT, Scalar.TIMESTAMP, Scalar.BOOLEAN);

  private static final Type ERROR =
      new Type.Struct(
          List.of(new Type.Field("name", Scalar.TEXT), new Type.Field("message", Scalar.TEXT)));

  private final SeededRandom seededRandom;
  private final boolean inferred;

  private ColumnGenerator(SeededRandom seededRandom, boolean inferred) {
    this.seededRandom = seededRandom;
    this.inferred = inferred;
  }

  /** Always with {@code n}, which numbers the records. */
  static List<Column> fields(SeededRandom seededRandom, boolean inferred) {
    return new ColumnGenerator(seededRandom, inferred).fields();
  }

  private List<Column> fields() {
    List<Column> fields = new ArrayList<>();
    fields.add(Column.field("n", Scalar.BIGINT));
    for (String name : NAMES) {
      if (seededRandom.chance(0.55)) {
        fields.add(Column.field(name, scalar()));
      }
    }
    if (seededRandom.chance(0.6)) {
      fields.add(Column.field("s", struct()));
    }
    if (seededRandom.chance(0.4)) {
      fields.add(Column.field("tags", new Type.Array(element())));
    }
    if (!inferred && seededRandom.chance(0.3)) {
      fields.add(Column.field("m", new Type.Map(seededRandom.oneOf(MAP_KEYS), unmarked())));
    }
    if (!inferred && seededRandom.chance(0.2)) {
      fields.add(Column.field("e", ERROR));
    }
    return fields;
  }

  private Type scalar() {
    if (inferred) {
      return seededRandom.oneOf(INFERRED);
    }
    return seededRandom.chance(0.12) ? decimal() : seededRandom.oneOf(Scalar.values());
  }

  private Type element() {
    if (inferred) {
      return seededRandom.oneOf(Scalar.BIGINT, Scalar.STRING);
    }
    return switch (seededRandom.between(0, 3)) {
      case 0 -> Scalar.TEXT;
      case 1 -> new Type.Struct(List.of(new Type.Field("u", scalar())));
      case 2 -> new Type.Array(unmarked());
      default -> unmarked();
    };
  }

  /** What needs no mark, for which there is no place but at a field. */
  private Type unmarked() {
    Type type = scalar();
    return type == Scalar.STRING || type == Scalar.JSON ? Scalar.TEXT : type;
  }

  private Type decimal() {
    int precision = seededRandom.oneOf(1, 5, 10, 18, 19, 38);
    return new Type.Decimal(precision, seededRandom.oneOf(0, precision / 2, precision));
  }

  /** Its names are also what strings, arrays and files have of their own. */
  private Type struct() {
    List<Type.Field> fields = new ArrayList<>();
    fields.add(new Type.Field("u", scalar()));
    if (seededRandom.chance(0.5)) {
      fields.add(new Type.Field("length", Scalar.BIGINT));
    }
    if (seededRandom.chance(0.5)) {
      fields.add(new Type.Field("lastModified", Scalar.TIMESTAMP));
    }
    if (seededRandom.chance(0.5)) {
      fields.add(new Type.Field("in", new Type.Struct(List.of(new Type.Field("v", scalar())))));
    }
    return new Type.Struct(fields);
  }
}
