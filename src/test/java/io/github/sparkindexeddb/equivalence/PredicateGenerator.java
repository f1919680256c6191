// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.hadoop.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

  Predicate predicate() {
    return tree(seededRandom.oneOf(0, 0, 1, 1, 2));
  }

  /** One comparison, or range, of one column. */
  Predicate of(Reference reference) {
    if (reference.isTime() && seededRandom.chance(0.6)) {
      return halfOpen(reference);
    }
    return switch (seededRandom.between(0, 9)) {
      case 0, 1, 2 -> range(reference);
      case 3, 4 -> halfOpen(reference);
      case 5, 6 -> isNull(reference).not();
      default -> leaf(reference);
    };
  }

  private Predicate tree(int depth) {
    if (depth == 0) {
      return seededRandom.chance(0.12) ? nullTest() : leaf(references.scalar(seededRandom));
    }
    return switch (seededRandom.between(0, 5)) {
      case 0 -> tree(depth - 1).not();
      case 1, 2 -> tree(depth - 1).or(tree(depth - 1));
      case 3 -> range(references.scalar(seededRandom));
      default -> tree(depth - 1).and(tree(depth - 1));
    };
  }

  private Predicate nullTest() {
    Reference reference =
        references.others().isEmpty() || seededRandom.chance(0.6)
            ? references.scalar(seededRandom)
            : seededRandom.oneOf(references.others());
    Predicate test = isNull(reference);
    return seededRandom.chance(0.5) ? test : test.not();
  }

  private Predicate isNull(Reference reference) {
    return Predicate.of(reference.column(seededRandom).isNull(), reference.field().isNull());
  }

  private Predicate leaf(Reference reference) {
    if (reference.is(DataTypes.BooleanType) && seededRandom.chance(0.5)) {
      return Predicate.of(reference.column(seededRandom), reference.field().is(true));
    } else if (reference.is(DataTypes.StringType) && seededRandom.chance(0.35)) {
      return ofText(reference);
    } else if (seededRandom.chance(0.2)) {
      return in(reference);
    } else if (seededRandom.chance(0.06)) {
      return notPushed(reference.column(seededRandom), reference);
    } else if (reference.isTime() && seededRandom.chance(0.5)) {
      return halfOpen(reference);
    }
    return comparison(reference, literals.literal(reference));
  }

  /** Below or above something. */
  private Predicate halfOpen(Reference reference) {
    Literal literal = literals.literal(reference);
    return compared(seededRandom.oneOf("<", "<", "<=", ">", ">=", ">="), reference, literal);
  }

  private Predicate comparison(Reference reference, Literal literal) {
    String operator =
        seededRandom.oneOf("<", "<=", ">", ">=", "<=>", "<>", "turned", "=", "=", "=");
    return compared(operator, reference, literal);
  }

  private Predicate compared(String operator, Reference reference, Literal literal) {
    Column column = reference.column(seededRandom);
    Column spark = literal.spark();
    return switch (operator) {
      case "<" -> both(column.lt(spark), literal, reference.field()::isLessThan);
      case "<=" -> both(column.leq(spark), literal, reference.field()::isAtMost);
      case ">" -> both(column.gt(spark), literal, reference.field()::isMoreThan);
      case ">=" -> both(column.geq(spark), literal, reference.field()::isAtLeast);
      case "<>" -> both(column.notEqual(spark), literal, reference.field()::isNot);
      case "turned" -> both(spark.leq(column), literal, reference.field()::isAtLeast);
      case "<=>" -> Predicate.ofSpark(column.eqNullSafe(spark));
      default -> both(column.equalTo(spark), literal, reference.field()::is);
    };
  }

  private static Predicate both(Column spark, Literal literal, Function<Object, Condition> tez) {
    return new Predicate(spark, literal.tez().map(tez));
  }

  private Predicate range(Reference reference) {
    Literal low = literals.literal(reference);
    Literal high = literals.literal(reference);
    return seededRandom.chance(0.5)
        ? compared(">=", reference, low).and(compared("<=", reference, high))
        : compared(">", reference, low).and(compared("<", reference, high));
  }

  private Predicate in(Reference reference) {
    List<Literal> values =
        new ArrayList<>(
            IntStream.range(0, seededRandom.oneOf(1, 2, 3, 4, 12))
                .mapToObj(i -> literals.literal(reference))
                .toList());
    if (seededRandom.chance(0.25)) {
      values.set(0, LiteralGenerator.nothing(reference));
    }
    Column spark =
        reference.column(seededRandom).isin(values.stream().map(Literal::spark).toArray());
    Object[] tez = values.stream().flatMap(value -> value.tez().stream()).toArray();
    Predicate in =
        tez.length < values.size()
            ? Predicate.ofSpark(spark)
            : Predicate.of(spark, reference.field().isIn(tez));
    return seededRandom.chance(0.65) ? in : in.not();
  }

  private Predicate ofText(Reference reference) {
    Column column = reference.column(seededRandom);
    Object value = reference.values().isEmpty() ? "a" : seededRandom.oneOf(reference.values());
    String text = part((String) value);
    return switch (seededRandom.between(0, 5)) {
      case 0 -> Predicate.of(column.startsWith(text), reference.field().startsWith(text));
      case 1 -> Predicate.of(column.endsWith(text), reference.field().endsWith(text));
      case 2 -> Predicate.of(column.contains(text), reference.field().contains(text));
      case 3 -> Predicate.of(column.like(escaped(text) + "%"), reference.field().startsWith(text));
      case 4 -> Predicate.of(column.like("%" + escaped(text)), reference.field().endsWith(text));
      default ->
          Predicate.ofSpark(column.like("%" + escaped(text) + seededRandom.oneOf("%", "_", "")));
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
  private static Predicate notPushed(Column column, Reference reference) {
    if (reference.is(DataTypes.StringType)) {
      return Predicate.ofSpark(functions.upper(column).equalTo("A"));
    }
    return Predicate.ofSpark(functions.hash(column).gt(0));
  }
}
