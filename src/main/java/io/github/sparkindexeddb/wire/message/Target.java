// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.List;
import java.util.Optional;

/**
 * The store to read, and of which clients: all clients of the only origin that has it, unless an
 * origin or a client is named.
 *
 * @param exceptClients ids of clients that take no part, known or not
 */
public record Target(
    Optional<String> origin,
    Optional<String> client,
    List<String> exceptClients,
    String database,
    String store) {
  public Target {
    exceptClients = List.copyOf(exceptClients);
    if (client.filter(exceptClients::contains).isPresent()) {
      throw IndexedDbException.of(
          ErrorCode.BAD_REQUEST,
          "Cannot read '%s/%s': client '%s' is both the one to read and one to leave out. Name it"
              + " in 'client' or in 'exceptClients'.",
          database,
          store,
          PlainText.of(client.get()));
    }
  }

  /** Makes a target that leaves no client out. */
  public Target(Optional<String> origin, Optional<String> client, String database, String store) {
    this(origin, client, List.of(), database, store);
  }

  static Target read(JsonFields fields) {
    return new Target(
        fields.optionalText("origin"),
        fields.optionalText("client"),
        fields.optionalList("exceptClients", id -> id(fields, id)).orElse(List.of()),
        fields.text("database"),
        fields.text("store"));
  }

  private static String id(JsonFields fields, JsonNode id) {
    if (!id.isTextual()) {
      throw fields.invalid("exceptClients", id, "an array of strings");
    }
    return id.asText();
  }

  void write(ObjectNode json) {
    origin.ifPresent(value -> json.put("origin", value));
    client.ifPresent(value -> json.put("client", value));
    if (!exceptClients.isEmpty()) {
      json.set("exceptClients", Json.array(exceptClients, TextNode::valueOf));
    }
    json.put("database", database);
    json.put("store", store);
  }

  /** Returns whether the client takes part if it has the store. */
  public boolean includes(ClientName name) {
    return origin.map(name.origin()::equals).orElse(true)
        && client.map(name.id()::equals).orElse(true)
        && !excepts(name);
  }

  /** Returns whether the client is left out. */
  public boolean excepts(ClientName name) {
    return exceptClients.contains(name.id());
  }

  /** Returns the store as errors name it: {@code 'shop/orders'}, with the origin if it is named. */
  @Override
  public String toString() {
    return origin
        .map(value -> "'%s/%s' of '%s'".formatted(database, store, value))
        .orElseGet(() -> "'%s/%s'".formatted(database, store));
  }
}
