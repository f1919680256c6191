// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.Optional;

/**
 * The store to read, and of which clients: all clients of the only origin that has it, unless an
 * origin or a client is named.
 */
public record Target(
    Optional<String> origin, Optional<String> client, String database, String store) {

  static Target read(JsonFields fields) {
    return new Target(
        fields.optionalText("origin"),
        fields.optionalText("client"),
        fields.text("database"),
        fields.text("store"));
  }

  void write(ObjectNode json) {
    origin.ifPresent(value -> json.put("origin", value));
    client.ifPresent(value -> json.put("client", value));
    json.put("database", database);
    json.put("store", store);
  }

  /** Returns the store as errors name it: {@code 'shop/orders'}, with the origin if it is named. */
  @Override
  public String toString() {
    return origin
        .map(value -> "'%s/%s' of '%s'".formatted(database, store, value))
        .orElseGet(() -> "'%s/%s'".formatted(database, store));
  }
}
