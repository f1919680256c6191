// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import static io.github.sparkindexeddb.spark.pushdown.Conditions.condition;
import static io.github.sparkindexeddb.spark.pushdown.Conditions.field;
import static io.github.sparkindexeddb.spark.pushdown.Conditions.typed;
import static io.github.sparkindexeddb.spark.pushdown.Conditions.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class RuntimeFiltersTest {
  private final RuntimeFilters filters =
      new RuntimeFilters(new PredicatePushdown(Conditions.fields()));

  @Test
  void sendsTheValuesOfTheOtherSideWithoutNulls() {
    assertThat(
            filters.narrowing(
                condition(
                    "IN",
                    field("a_bigint"),
                    value(5L),
                    typed(null, DataTypes.LongType),
                    value(7L))))
        .hasToString("Optional[a_bigint IN (\"5\", \"7\")]");
  }

  @Test
  void sendsTheLeastAndTheGreatestOfTooManyValues() {
    assertThat(filters.narrowing(in(IntStream.range(-2_000, 3_000).mapToObj(n -> value((long) n)))))
        .hasToString("Optional[(a_bigint >= \"-2000\" AND a_bigint <= \"2999\")]");
  }

  @Test
  void sendsTheLeastAndTheGreatestOfValuesThatAreTooLongTogether() {
    Stream<Expression> values =
        Stream.concat(
            Stream.of(value("a"), value("z")),
            IntStream.range(0, 900).mapToObj(n -> value("n".repeat(2_000) + n)));
    assertThat(
            filters.narrowing(
                condition(
                    "IN",
                    Stream.concat(Stream.of(field("a_string")), values)
                        .toArray(Expression[]::new))))
        .hasToString("Optional[(a_string >= \"a\" AND a_string <= \"z\")]");
  }

  @Test
  void readsNothingIfTheOtherSideHasNothing() {
    assertThat(filters.narrowing(in(Stream.of(typed(null, DataTypes.LongType)))))
        .hasToString("Optional[FALSE]");
  }

  @Test
  void letsPassWhatBrowsersCannotTest() {
    assertThat(filters.narrowing(condition("IN", field("_client"), value("a")))).isEmpty();
    assertThat(filters.narrowing(condition("IN", field("a_bigint"), value("a")))).isEmpty();
    Stream<Expression> bytes =
        IntStream.range(0, 2_000).mapToObj(n -> value(new byte[] {(byte) n}));
    assertThat(
            filters.narrowing(
                condition(
                    "IN",
                    Stream.concat(Stream.of(field("a_binary")), bytes).toArray(Expression[]::new))))
        .isEmpty();
  }

  private static Predicate in(Stream<Expression> values) {
    return condition(
        "IN", Stream.concat(Stream.of(field("a_bigint")), values).toArray(Expression[]::new));
  }
}
