// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.spark.pushdown.PushableFields.Field;
import io.github.sparkindexeddb.spark.schema.PrimaryKey;
import io.github.sparkindexeddb.wire.query.Order;
import io.github.sparkindexeddb.wire.query.Order.Direction;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;

/**
 * Decides which orders browsers can read in: that of the primary key, where IndexedDB orders keys
 * as Spark orders the column. It orders strings otherwise. Keys are never null, and unique in each
 * split, so that it does not matter where nulls go and what else is ordered by.
 */
public final class OrderPushdown {
  /** Types that every key of their kind fits: none becomes null where that is how misfits go. */
  private static final Set<Type> ANY =
      Set.of(Type.Scalar.DOUBLE, Type.Scalar.TIMESTAMP, Type.Scalar.TIMESTAMP_NTZ);

  private static final Set<Type> IF_ALL_FIT =
      Set.of(
          Type.Scalar.TINYINT,
          Type.Scalar.SMALLINT,
          Type.Scalar.INT,
          Type.Scalar.BIGINT,
          Type.Scalar.FLOAT,
          Type.Scalar.DATE,
          Type.Scalar.BINARY);

  private final PushableFields fields;
  private final Supplier<PrimaryKey> key;
  private final Mode mode;

  OrderPushdown(PushableFields fields, Supplier<PrimaryKey> key, Mode mode) {
    this.fields = fields;
    this.key = key;
    this.mode = mode;
  }

  /** Decides whether browsers read in an order. */
  public PushdownDecision<Order> decide(SortOrder[] orders) {
    Direction direction =
        orders[0].direction() == SortDirection.DESCENDING
            ? Direction.DESCENDING
            : Direction.ASCENDING;
    return fields
        .find(orders[0].expression())
        .then(
            field ->
                PushdownDecision.pushed(field)
                    .unless(!isOrdered(field.type()), "keys of its type may be ordered otherwise"))
        .then(
            field ->
                PushdownDecision.pushed(field)
                    .unless(!isKey(field), "it is not by the primary key alone"))
        .map(field -> new Order(field.reference(), direction));
  }

  private boolean isOrdered(Type type) {
    return ANY.contains(type) || mode == Mode.FAILFAST && IF_ALL_FIT.contains(type);
  }

  /** A field may be null where the key is not: beside one of its column that does not fit. */
  private boolean isKey(Field field) {
    return field.column().source() == Source.KEY
        || mode == Mode.FAILFAST && key.get().field().equals(Optional.of(field.reference()));
  }
}
