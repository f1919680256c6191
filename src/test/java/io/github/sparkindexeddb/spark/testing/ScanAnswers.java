// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.testing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;

import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.Order.Direction;
import io.github.sparkindexeddb.wire.query.PushedAggregation;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.Query;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Answers a scan request as export workers would, by Spark's own means over the same records. */
final class ScanAnswers {
  private final ScanRequest request;

  private ScanAnswers(ScanRequest request) {
    this.request = request;
  }

  /**
   * @param records JSON objects; a column of the key is taken from their field {@code _key}
   */
  static Dataset<Row> answer(List<String> records, ScanRequest request) {
    return new ScanAnswers(request).answer(records);
  }

  private Dataset<Row> answer(List<String> records) {
    Query query = request.query();
    Dataset<Row> frame =
        TestSpark.spark()
            .createDataset(records, Encoders.STRING())
            .select(
                parsed(SparkTypes.toSpark(request.projection().columns())).as("read"),
                parsed(SparkTypes.toSpark(query.tested())).as("tested"));
    if (query.predicate().isPresent()) {
      frame = frame.filter(condition(query.predicate().get()));
    }
    if (query.aggregation().isPresent()) {
      return aggregated(frame, query.aggregation().get());
    }
    if (query.order().isPresent()) {
      Column by = read(query.order().get().by());
      boolean down = query.order().get().direction() == Direction.DESCENDING;
      frame = frame.orderBy(down ? by.desc() : by.asc());
    }
    if (query.limit().isPresent()) {
      frame = frame.limit((int) query.limit().getAsLong());
    }
    return frame.select(
        request.projection().columns().stream()
            .map(column -> read(FieldReference.of(column.name())).as(column.name()))
            .toArray(Column[]::new));
  }

  private static Column parsed(StructType schema) {
    return schema.fields().length == 0 ? lit(null) : from_json(col("value"), schema, Map.of());
  }

  private Dataset<Row> aggregated(Dataset<Row> frame, PushedAggregation aggregation) {
    List<FieldReference> keys = aggregation.groupBy();
    Column[] groups =
        IntStream.range(0, keys.size())
            .mapToObj(n -> read(keys.get(n)).as("g" + n))
            .toArray(Column[]::new);
    List<Column> aggregates =
        IntStream.range(0, aggregation.aggregates().size())
            .mapToObj(n -> aggregate(aggregation.aggregates().get(n)).as("a" + n))
            .toList();
    return aggregates.isEmpty()
        ? frame.select(groups).distinct()
        : frame
            .groupBy(groups)
            .agg(aggregates.get(0), aggregates.stream().skip(1).toArray(Column[]::new));
  }

  private Column aggregate(PushedAggregation.Aggregate aggregate) {
    String of = aggregate.of().map(field -> path("read", field)).orElse("*");
    return expr(aggregate.function() + "(" + of + ")");
  }

  private static Column read(FieldReference reference) {
    return col(path("read", reference));
  }

  private static Column tested(FieldReference reference) {
    return col(path("tested", reference));
  }

  private static String path(String root, FieldReference reference) {
    return Stream.concat(Stream.of(root), reference.names().stream())
        .map(name -> "`" + name + "`")
        .reduce((parent, name) -> parent + "." + name)
        .orElseThrow();
  }

  private Column condition(PushedPredicate predicate) {
    if (predicate instanceof PushedPredicate.And and) {
      return and.of().stream().map(this::condition).reduce(Column::and).orElseThrow();
    }
    if (predicate instanceof PushedPredicate.Or or) {
      return or.of().stream().map(this::condition).reduce(Column::or).orElseThrow();
    }
    if (predicate instanceof PushedPredicate.Not not) {
      return org.apache.spark.sql.functions.not(condition(not.of()));
    }
    if (predicate instanceof PushedPredicate.Always always) {
      return lit(always.value().orElse(null)).cast(DataTypes.BooleanType);
    }
    return test((PushedPredicate.Test) predicate);
  }

  private Column test(PushedPredicate.Test test) {
    Column field = tested(test.column());
    if (test instanceof PushedPredicate.IsNull) {
      return field.isNull();
    }
    if (test instanceof PushedPredicate.IsNotNull) {
      return field.isNotNull();
    }
    if (test instanceof PushedPredicate.HasText text) {
      return switch (text.place()) {
        case START -> field.startsWith(text.text());
        case END -> field.endsWith(text.text());
        case ANYWHERE -> field.contains(text.text());
      };
    }
    DataType type = type(test.column());
    if (test instanceof PushedPredicate.In in) {
      return field.isin(in.values().stream().map(value -> literal(value, type)).toArray());
    }
    PushedPredicate.Comparison comparison = (PushedPredicate.Comparison) test;
    Column value = literal(comparison.value(), type);
    return switch (comparison.operator()) {
      case EQUAL -> field.equalTo(value);
      case SAME -> field.eqNullSafe(value);
      case LESS -> field.lt(value);
      case LESS_OR_EQUAL -> field.leq(value);
      case GREATER -> field.gt(value);
      case GREATER_OR_EQUAL -> field.geq(value);
    };
  }

  private DataType type(FieldReference reference) {
    DataType type = SparkTypes.toSpark(request.query().tested());
    for (String name : reference.names()) {
      type = ((StructType) type).apply(name).dataType();
    }
    return type;
  }

  private static Column literal(PushedLiteral literal, DataType type) {
    String text = literal.json().asText();
    if (literal.isNull()) {
      return lit(null).cast(type);
    }
    if (type.equals(DataTypes.TimestampType)) {
      return expr("timestamp_micros(" + text + "L)");
    }
    if (type.equals(DataTypes.DateType)) {
      return expr("date_from_unix_date(" + text + ")");
    }
    return type.equals(DataTypes.BinaryType)
        ? org.apache.spark.sql.functions.unbase64(lit(text))
        : lit(text).cast(type);
  }
}
