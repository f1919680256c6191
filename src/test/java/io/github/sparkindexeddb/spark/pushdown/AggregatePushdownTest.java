// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import static io.github.sparkindexeddb.spark.pushdown.Conditions.field;
import static io.github.sparkindexeddb.spark.pushdown.Conditions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sparkindexeddb.wire.query.PushedAggregation;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Avg;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AggregatePushdownTest {
  private static final Expression ID = field("a_bigint");

  private final AggregatePushdown pushdown = new AggregatePushdown(Conditions.fields());

  @Test
  void pushesCountsExtremesAndSumsOfIntegersByGroup() {
    assertThat(
            pushed(
                List.of(field("address", "city"), field("a_double")),
                new CountStar(),
                new Count(field("tags"), false),
                new Min(field("a_text")),
                new Max(field("price")),
                new Sum(field("a_tinyint"), false)))
        .isEqualTo(
            "count(*), count(tags), min(a_text), max(price), sum(a_tinyint) by address.city, a_double");
  }

  @Test
  void pushesGroupsWithoutAggregates() {
    assertThat(pushed(List.of(ID))).isEqualTo("by a_bigint");
  }

  @Test
  void tellsSparkTheTypesItExpects() {
    PushdownDecision<PushedAggregation> decision =
        decide(
            List.of(field("price")),
            new CountStar(),
            new Sum(field("a_int"), false),
            new Max(field("a_date")));

    assertThat(
            pushdown
                .schema(((PushdownDecision.Pushed<PushedAggregation>) decision).value())
                .toDDL())
        .isEqualTo("g0 DECIMAL(10,2),a0 BIGINT,a1 BIGINT,a2 DATE");
  }

  static Stream<Arguments> leftToSpark() {
    String order = "only sums of integers are the same in any order and grouping";
    String composite = "browsers compare no structs, arrays or maps";
    return Stream.of(
        arguments(new Count(ID, true), "browsers compute no 'COUNT(DISTINCT a_bigint)'"),
        arguments(new Sum(ID, true), "browsers compute no 'SUM(DISTINCT a_bigint)'"),
        arguments(new Avg(ID, false), "browsers compute no 'AVG(a_bigint)'"),
        arguments(new Sum(field("a_double"), false), order),
        arguments(new Sum(field("price"), false), order),
        arguments(new Max(field("tags")), composite),
        arguments(new Min(field("address")), composite),
        arguments(new Max(value(1L)), "browsers compute no '1'"),
        arguments(
            new Count(field("_client"), false),
            "column '_client' is of the client, not of its records"));
  }

  @ParameterizedTest
  @MethodSource("leftToSpark")
  void leavesWhatIsNotExactToSparkAndSaysWhy(AggregateFunc asked, String reason) {
    assertThat(decide(List.of(), new CountStar(), asked))
        .isEqualTo(PushdownDecision.residual(reason));
  }

  @Test
  void leavesGroupsByCompositesAndClientsToSpark() {
    assertThat(decide(List.of(field("address")), new CountStar()))
        .isEqualTo(PushdownDecision.residual("browsers compare no structs, arrays or maps"));
    assertThat(decide(List.of(field("_origin")), new CountStar()))
        .isEqualTo(
            PushdownDecision.residual("column '_origin' is of the client, not of its records"));
  }

  @Test
  void leavesASumBesideACountOfTheSameFieldToSpark() {
    assertThat(decide(List.of(), new Sum(ID, false), new Count(ID, false)))
        .isEqualTo(
            PushdownDecision.residual(
                "a sum beside a count of the same field may be an average, whose sum is wider"));
    assertThat(decide(List.of(), new Sum(ID, false), new Count(field("a_int"), false)))
        .isInstanceOf(PushdownDecision.Pushed.class);
  }

  private String pushed(List<Expression> keys, AggregateFunc... functions) {
    return ((PushdownDecision.Pushed<PushedAggregation>) decide(keys, functions))
        .value()
        .toString();
  }

  private PushdownDecision<PushedAggregation> decide(
      List<Expression> keys, AggregateFunc... functions) {
    return pushdown.decide(new Aggregation(functions, keys.toArray(Expression[]::new)));
  }
}
