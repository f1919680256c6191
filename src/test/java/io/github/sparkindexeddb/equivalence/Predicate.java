// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.hadoop.Condition;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * One condition as engines write it.
 *
 * @param tez absent if it has no words for it
 */
record Predicate(Column spark, Optional<Condition> tez) {
  static Predicate of(Column spark, Condition tez) {
    return new Predicate(spark, Optional.of(tez));
  }

  static Predicate ofSpark(Column spark) {
    return new Predicate(spark, Optional.empty());
  }

  Predicate and(Predicate other) {
    return new Predicate(spark.and(other.spark), both(other, Condition::and));
  }

  Predicate or(Predicate other) {
    return new Predicate(spark.or(other.spark), both(other, Condition::or));
  }

  Predicate not() {
    return new Predicate(functions.not(spark), tez.map(Condition::not));
  }

  private Optional<Condition> both(Predicate other, BinaryOperator<Condition> joined) {
    return tez.flatMap(one -> other.tez.map(two -> joined.apply(one, two)));
  }

  @Override
  public String toString() {
    return spark.toString();
  }
}
