// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.spark.pushdown.PushableFields.Field;
import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.PushedAggregation;
import io.github.sparkindexeddb.wire.query.PushedAggregation.Aggregate;
import io.github.sparkindexeddb.wire.query.PushedAggregation.Function;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides which aggregations browsers compute: those whose partial results Spark can merge to the
 * very result that it would compute itself.
 */
public final class AggregatePushdown {
  private static final Set<Type> SUMMABLE =
      Set.of(Type.Scalar.TINYINT, Type.Scalar.SMALLINT, Type.Scalar.INT, Type.Scalar.BIGINT);

  private final PushableFields fields;

  AggregatePushdown(PushableFields fields) {
    this.fields = fields;
  }

  /** Decides whether browsers compute an aggregation. */
  public PushdownDecision<PushedAggregation> decide(Aggregation offered) {
    List<AggregateFunc> functions = Arrays.asList(offered.aggregateExpressions());
    PushdownDecision<List<FieldReference>> keys =
        PushdownDecision.all(
            Arrays.stream(offered.groupByExpressions()).map(this::scalar).toList());
    return keys.then(
            groupBy ->
                PushdownDecision.all(functions.stream().map(this::aggregate).toList())
                    .map(aggregates -> new PushedAggregation(groupBy, aggregates)))
        .then(
            aggregation ->
                PushdownDecision.pushed(aggregation)
                    .unless(
                        averages(aggregation.aggregates()),
                        "a sum beside a count of the same field may be an average, whose sum is"
                            + " wider"));
  }

  /** Returns the schema of an aggregation's rows: its keys and aggregates. */
  public StructType schema(PushedAggregation aggregation) {
    return DataTypes.createStructType(
        aggregation.columns(fields::type).stream()
            .map(column -> SparkTypes.toSpark(column.name(), column.type()))
            .toArray(StructField[]::new));
  }

  private PushdownDecision<Aggregate> aggregate(AggregateFunc function) {
    if (function instanceof CountStar) {
      return PushdownDecision.pushed(new Aggregate(Function.COUNT, Optional.empty()));
    }
    if (function instanceof Count count && !count.isDistinct()) {
      return fields.find(count.column()).map(field -> of(Function.COUNT, field.reference()));
    }
    if (function instanceof Min min) {
      return scalar(min.column()).map(field -> of(Function.MIN, field));
    }
    if (function instanceof Max max) {
      return scalar(max.column()).map(field -> of(Function.MAX, field));
    }
    if (function instanceof Sum sum && !sum.isDistinct()) {
      return sum(sum.column());
    }
    return PushdownDecision.residual("browsers compute no '%s'".formatted(function));
  }

  private PushdownDecision<Aggregate> sum(Expression column) {
    return fields
        .find(column)
        .then(
            field ->
                PushdownDecision.pushed(of(Function.SUM, field.reference()))
                    .unless(
                        !SUMMABLE.contains(field.type()),
                        "only sums of integers are the same in any order and grouping"));
  }

  private PushdownDecision<FieldReference> scalar(Expression column) {
    return fields
        .find(column)
        .then(
            field ->
                PushdownDecision.pushed(field)
                    .unless(!field.isScalar(), "browsers compare no structs, arrays or maps"))
        .map(Field::reference);
  }

  private static Aggregate of(Function function, FieldReference field) {
    return new Aggregate(function, Optional.of(field));
  }

  private static boolean averages(List<Aggregate> aggregates) {
    return aggregates.stream()
        .filter(aggregate -> aggregate.function() == Function.SUM)
        .anyMatch(sum -> aggregates.contains(new Aggregate(Function.COUNT, sum.of())));
  }
}
