// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.Column;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The part of a scan that says which records are wanted, beyond their columns.
 *
 * @param predicate true for the wanted rows; absent if all are
 * @param tested the whole table's columns that it names
 * @param order absent if any will do
 * @param limit most rows wanted of each split, at least 1
 */
public record Query(
    Optional<PushedPredicate> predicate,
    List<Column> tested,
    Optional<PushedAggregation> aggregation,
    Optional<Order> order,
    OptionalLong limit) {
  /** Every record. */
  public static final Query ALL =
      new Query(
          Optional.empty(), List.of(), Optional.empty(), Optional.empty(), OptionalLong.empty());

  public Query {
    tested = List.copyOf(tested);
  }

  /** Returns the same query with another limit, for records that are partly read. */
  public Query withLimit(OptionalLong rows) {
    return new Query(predicate, tested, aggregation, order, rows);
  }

  public void write(ObjectNode json) {
    predicate.ifPresent(value -> json.set("predicate", value.json()));
    if (!tested.isEmpty()) {
      json.set("tested", Json.array(tested, Column::json));
    }
    aggregation.ifPresent(value -> json.set("aggregation", value.json()));
    order.ifPresent(value -> json.set("order", value.json()));
    limit.ifPresent(value -> json.put("limit", value));
  }

  public static Query read(JsonFields fields) {
    OptionalLong limit = fields.optionalInteger("limit");
    if (limit.isPresent() && limit.getAsLong() < 1) {
      throw fields.invalid("limit", limit.getAsLong(), "1 or more");
    }
    return new Query(
        fields.present("predicate").map(PushedPredicate::fromJson),
        fields.optionalList("tested", Column::fromJson).orElse(List.of()),
        fields.present("aggregation").map(PushedAggregation::fromJson),
        fields.present("order").map(Order::fromJson),
        limit);
  }
}
