// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Makes up conditions: trees of comparisons over all that a table has. */
final class PredicateGenerator {
  private final SeededRandom seededRandom;
  private final References references;
  private final LiteralGenerator literals;

  PredicateGenerator(SeededRandom seededRandom, References references) {
    this.seededRandom = seededRandom;
    this.references = references;
    this.literals = new LiteralGenerator(seededRandom);
  }

  Column predicate() {
    return tree(seededRandom.oneOf(0, 0, 1, 1, 2));
  }

  /** One comparison, or range, of one column. */
  Column of(Reference reference) {
    if (reference.isTime() && seededRandom.chance(0.6)) {
      return halfOpen(reference);
    }
    return switch (seededRandom.between(0, 9)) {
      case 0, 1, 2 -> range(reference);
      case 3, 4 -> halfOpen(reference);
      case 5, 6 -> reference.column(seededRandom).isNotNull();
      default -> leaf(reference);
    };
  }

  private Column tree(int depth) {
    if (depth == 0) {
      return seededRandom.chance(0.12) ? nullTest() : leaf(references.scalar(seededRandom));
    }
    return switch (seededRandom.between(0, 5)) {
      case 0 -> functions.not(tree(depth - 1));
      case 1, 2 -> tree(depth - 1).or(tree(depth - 1));
      case 3 -> range(references.scalar(seededRandom));
      default -> tree(depth - 1).and(tree(depth - 1));
    };
  }

  private Column nullTest() {
    Reference reference =
        references.others().isEmpty() || seededRandom.chance(0.6)
            ? references.scalar(seededRandom)
            : seededRandom.oneOf(references.others());
    Column column = reference.column(seededRandom);
    return seededRandom.chance(0.5) ? column.isNull() : column.isNotNull();
  }

  private Column leaf(Reference reference) {
    Column column = reference.column(seededRandom);
    if (reference.is(DataTypes.BooleanType) && seededRandom.chance(0.5)) {
      return column;
    } else if (reference.is(DataTypes.StringType) && seededRandom.chance(0.35)) {
      return ofText(column, reference);
    } else if (seededRandom.chance(0.2)) {
      return in(column, reference);
    } else if (seededRandom.chance(0.06)) {
      return notPushed(column, reference);
    } else if (reference.isTime() && seededRandom.chance(0.5)) {
      return halfOpen(reference);
    }
    return comparison(column, literals.literal(reference));
  }

  /** Below or above something. */
  private Column halfOpen(Reference reference) {
    Column column = reference.column(seededRandom);
    Column literal = literals.literal(reference);
    return switch (seededRandom.between(0, 5)) {
      case 0 -> column.leq(literal);
      case 1 -> column.gt(literal);
      case 2, 3 -> column.geq(literal);
      default -> column.lt(literal);
    };
  }

  private Column comparison(Column column, Column literal) {
    return switch (seededRandom.between(0, 8)) {
      case 0 -> column.lt(literal);
      case 1 -> column.leq(literal);
      case 2 -> column.gt(literal);
      case 3 -> column.geq(literal);
      case 4 -> column.eqNullSafe(literal);
      case 5 -> column.notEqual(literal);
      case 6 -> literal.leq(column);
      default -> column.equalTo(literal);
    };
  }

  private Column range(Reference reference) {
    Column column = reference.column(seededRandom);
    Column low = literals.literal(reference);
    Column high = literals.literal(reference);
    return seededRandom.chance(0.5)
        ? column.between(low, high)
        : column.gt(low).and(column.lt(high));
  }

  private Column in(Column column, Reference reference) {
    List<Column> values =
        IntStream.range(0, seededRandom.between(1, 4))
            .mapToObj(i -> literals.literal(reference))
            .toList();
    Object[] list = values.toArray();
    if (seededRandom.chance(0.25)) {
      list[0] = functions.lit(null).cast(reference.type());
    }
    return seededRandom.chance(0.65) ? column.isin(list) : functions.not(column.isin(list));
  }

  private Column ofText(Column column, Reference reference) {
    Object value = reference.values().isEmpty() ? "a" : seededRandom.oneOf(reference.values());
    String text = part((String) value);
    return switch (seededRandom.between(0, 5)) {
      case 0 -> column.startsWith(text);
      case 1 -> column.endsWith(text);
      case 2 -> column.contains(text);
      case 3 -> column.like(escaped(text) + "%");
      case 4 -> column.like("%" + escaped(text));
      default -> column.like("%" + escaped(text) + seededRandom.oneOf("%", "_", ""));
    };
  }

  private String part(String text) {
    int points = text.codePointCount(0, text.length());
    return text.substring(0, text.offsetByCodePoints(0, seededRandom.between(0, points)));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  /** What no connector is asked, so that it stays with Spark beside what is pushed. */
  private Column notPushed(Column column, Reference reference) {
    if (reference.is(DataTypes.StringType)) {
      return functions.upper(column).equalTo("A");
    }
    return functions.hash(column).gt(0);
  }
}
