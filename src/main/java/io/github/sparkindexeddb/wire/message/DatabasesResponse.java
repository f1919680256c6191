// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.List;
import java.util.Optional;

/**
 * The databases that all connected clients of an agent allow to be exported, at one moment.
 *
 * @param failures of clients and of single databases, which keep none of the others away
 */
public record DatabasesResponse(List<Database> databases, List<Failure> failures) {
  public DatabasesResponse {
    databases = List.copyOf(databases);
    failures = List.copyOf(failures);
  }

  /** Creates a response of which nothing failed. */
  public DatabasesResponse(List<Database> databases) {
    this(databases, List.of());
  }

  /**
   * Why a client could not be asked, or a database of it not be described.
   *
   * @param database absent if it is about the whole client
   */
  public record Failure(ClientName client, Optional<String> database, String code, String message) {
    ObjectNode json() {
      ObjectNode json = client.json();
      database.ifPresent(name -> json.put("database", name));
      return json.put("code", code).put("message", message);
    }

    static Failure fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "failure");
      return new Failure(
          ClientName.fromJson(json),
          fields.optionalText("database"),
          fields.text("code"),
          fields.text("message"));
    }
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
    if (!failures.isEmpty()) {
      json.set("failures", Json.array(failures, Failure::json));
    }
    return json;
  }

  public static DatabasesResponse fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "list of databases");
    return new DatabasesResponse(
        fields.list("databases", Database::fromJson),
        fields.optionalList("failures", Failure::fromJson).orElse(List.of()));
  }
}
