// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonEnums;
import io.github.sparkindexeddb.wire.JsonFields;

/**
 * The order in which the rows of a split are wanted. A browser whose primary keys are not in it
 * ignores it, and the limit with it: the engine sorts again.
 *
 * @param by what should be the primary key
 */
public record Order(FieldReference by, Direction direction) {

  /** The smallest or the largest first. */
  public enum Direction {
    ASCENDING,
    DESCENDING
  }

  JsonNode json() {
    ObjectNode json = Json.object();
    json.set("by", by.json());
    JsonEnums.write(json, "direction", direction);
    return json;
  }

  static Order fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "order");
    Order order =
        new Order(
            FieldReference.read(fields, "by"),
            JsonEnums.required(fields, "direction", Direction.values()));
    fields.end();
    return order;
  }

  /** Returns the order as plans show it. */
  @Override
  public String toString() {
    return by + (direction == Direction.DESCENDING ? " descending" : "");
  }
}
