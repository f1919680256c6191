// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.List;

/** The databases that all connected clients of an agent allow to be exported, at one moment. */
public record DatabasesResponse(List<Database> databases) {
  public DatabasesResponse {
    databases = List.copyOf(databases);
  }

  /** The databases of one name and version that the clients of one origin have. */
  public record Database(String origin, String name, long version, List<Store> stores) {
    public Database {
      stores = List.copyOf(stores);
    }

    ObjectNode json() {
      ObjectNode json =
          Json.object().put("origin", origin).put("name", name).put("version", version);
      json.set("stores", Json.array(stores, Store::json));
      return json;
    }

    static Database fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "database");
      return new Database(
          fields.text("origin"),
          fields.text("name"),
          fields.integer("version"),
          fields.list("stores", Store::fromJson));
    }
  }

  /**
   * The stores of one name in them.
   *
   * @param store as one client describes it, but with the records of all
   * @param clients ids of those that have it
   */
  public record Store(Catalog.Store store, List<String> clients) {
    public Store {
      clients = List.copyOf(clients);
    }

    ObjectNode json() {
      ObjectNode json = store.json();
      json.set("clients", Json.array(clients, TextNode::valueOf));
      return json;
    }

    static Store fromJson(JsonNode json) {
      return new Store(
          Catalog.Store.fromJson(json),
          JsonFields.of(json, "store").list("clients", JsonNode::asText));
    }
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("databases", Json.array(databases, Database::json));
    return json;
  }

  public static DatabasesResponse fromJson(JsonNode json) {
    return new DatabasesResponse(
        JsonFields.of(json, "list of databases").list("databases", Database::fromJson));
  }
}
