// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import static io.github.sparkindexeddb.spark.pushdown.Conditions.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.spark.schema.PrimaryKey;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.StoreClient.StoreKeys;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.Order;
import io.github.sparkindexeddb.wire.value.KeyPath;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderPushdownTest {

  @Test
  void pushesTheOrderOfThePrimaryKeyBothWaysWhereverNullsGo() {
    OrderPushdown pushdown = byField("a_double", Mode.FAILFAST);

    for (NullOrdering nulls : NullOrdering.values()) {
      assertThat(pushdown.decide(orders(SortDirection.ASCENDING, nulls, field("a_double"))))
          .isEqualTo(
              PushdownDecision.pushed(
                  new Order(FieldReference.of("a_double"), Order.Direction.ASCENDING)));
      assertThat(pushdown.decide(orders(SortDirection.DESCENDING, nulls, field("_key"))))
          .isEqualTo(
              PushdownDecision.pushed(
                  new Order(FieldReference.of("_key"), Order.Direction.DESCENDING)));
    }
  }

  @Test
  void needsNoMoreThanTheKeySinceItIsUnique() {
    assertThat(
            byField("a_double", Mode.FAILFAST)
                .decide(
                    orders(
                        SortDirection.ASCENDING,
                        NullOrdering.NULLS_FIRST,
                        field("a_double"),
                        field("a_text"))))
        .isInstanceOf(PushdownDecision.Pushed.class);
  }

  @Test
  void readsAKeyPathAsNamesBetweenDots() {
    assertThat(ascending(byField("address.at.north", Mode.FAILFAST), "address", "at", "north"))
        .isInstanceOf(PushdownDecision.Pushed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_tinyint",
        "a_smallint",
        "a_int",
        "a_bigint",
        "a_float",
        "a_double",
        "a_timestamp",
        "a_timestamp_ntz",
        "a_date",
        "a_binary"
      })
  void knowsTheTypesWhoseKeysAreInSparksOrder(String column) {
    assertThat(ascending(byField(column, Mode.FAILFAST), column))
        .isInstanceOf(PushdownDecision.Pushed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_string", "a_text", "a_json", "a_boolean", "price", "tags"})
  void leavesOtherTypesToSpark(String column) {
    assertThat(ascending(byField(column, Mode.FAILFAST), column))
        .isEqualTo(PushdownDecision.residual("keys of its type may be ordered otherwise"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_bigint", "a_float", "a_date", "a_binary"})
  void leavesTypesToSparkThatMakeSomeKeysNull(String column) {
    assertThat(ascending(byField(column, Mode.PERMISSIVE), column))
        .isEqualTo(PushdownDecision.residual("keys of its type may be ordered otherwise"));
  }

  @Test
  void ordersByTheKeyButByNoFieldThatMayBeNullBesideIt() {
    assertThat(ascending(byField("a_double", Mode.PERMISSIVE), "_key"))
        .isInstanceOf(PushdownDecision.Pushed.class);
    for (String path : List.of("a_double", "address.at.north")) {
      assertThat(ascending(byField(path, Mode.PERMISSIVE), path.split("\\.")))
          .isEqualTo(PushdownDecision.residual("it is not by the primary key alone"));
    }
  }

  @Test
  void leavesOtherOrdersToSpark() {
    assertThat(ascending(byField("a_double", Mode.FAILFAST), "a_bigint"))
        .isEqualTo(PushdownDecision.residual("it is not by the primary key alone"));
    assertThat(ascending(byField("a_double", Mode.FAILFAST), "_client"))
        .isEqualTo(
            PushdownDecision.residual("column '_client' is of the client, not of its records"));
  }

  @Test
  void needsOneKeyPathOfAllClients() {
    KeyPath one = new KeyPath(List.of("a_double"), false);

    assertThat(ascending(of(Mode.FAILFAST, one, one), "a_double"))
        .isInstanceOf(PushdownDecision.Pushed.class);
    for (KeyPath other :
        List.of(
            KeyPath.NONE,
            new KeyPath(List.of("a_bigint"), false),
            new KeyPath(List.of("a_double"), true))) {
      assertThat(ascending(of(Mode.FAILFAST, one, other), "a_double"))
          .isEqualTo(PushdownDecision.residual("it is not by the primary key alone"));
    }
  }

  private static OrderPushdown byField(String keyPath, Mode mode) {
    return of(mode, new KeyPath(List.of(keyPath), false));
  }

  private static OrderPushdown of(Mode mode, KeyPath... ofClients) {
    List<StoreClient> clients =
        Arrays.stream(ofClients)
            .map(path -> new StoreKeys(0, path, false, Optional.empty(), Optional.empty()))
            .map(keys -> new StoreClient(new ClientName("c", "http://localhost"), "Fake/1", keys))
            .toList();
    PrimaryKey key = new PrimaryKey(Conditions.KEY, PrimaryKey.of(clients).field());
    return new OrderPushdown(Conditions.fields(), () -> key, mode);
  }

  private static PushdownDecision<Order> ascending(OrderPushdown pushdown, String... names) {
    return pushdown.decide(orders(SortDirection.ASCENDING, NullOrdering.NULLS_FIRST, field(names)));
  }

  private static SortOrder[] orders(SortDirection direction, NullOrdering nulls, Expression... by) {
    return Arrays.stream(by)
        .map(each -> Expressions.sort(each, direction, nulls))
        .toArray(SortOrder[]::new);
  }
}
