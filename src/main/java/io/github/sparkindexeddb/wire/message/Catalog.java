// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.util.List;

/** The databases of one client that its app allows to be exported. */
public record Catalog(List<Database> databases) {
  public static final Catalog EMPTY = new Catalog(List.of());

  public Catalog {
    databases = List.copyOf(databases);
  }

  /**
   * A database.
   *
   * @param version of the database's schema, up to 2^53 and more
   */
  public record Database(String name, long version, List<Store> stores) {
    public Database {
      stores = List.copyOf(stores);
    }

    ObjectNode json() {
      ObjectNode json = Json.object().put("name", name).put("version", version);
      json.set("stores", Json.array(stores, Store::json));
      return json;
    }

    static Database fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "database");
      return new Database(
          fields.text("name"), fields.integer("version"), fields.list("stores", Store::fromJson));
    }
  }

  /** An object store. */
  public record Store(
      String name, KeyPath keyPath, boolean autoIncrement, long records, List<Index> indexes) {
    public Store {
      indexes = List.copyOf(indexes);
    }

    public ObjectNode json() {
      ObjectNode json = Json.object().put("name", name);
      json.set("keyPath", keyPath.json());
      json.put("autoIncrement", autoIncrement).put("records", records);
      json.set("indexes", Json.array(indexes, Index::json));
      return json;
    }

    static Store fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "store");
      return new Store(
          fields.text("name"),
          KeyPath.read(fields),
          fields.flag("autoIncrement"),
          fields.integer("records"),
          fields.list("indexes", Index::fromJson));
    }
  }

  /** An index of a store. */
  public record Index(String name, KeyPath keyPath, boolean unique, boolean multiEntry) {
    ObjectNode json() {
      ObjectNode json = Json.object().put("name", name);
      json.set("keyPath", keyPath.json());
      return json.put("unique", unique).put("multiEntry", multiEntry);
    }

    static Index fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "index");
      return new Index(
          fields.text("name"),
          KeyPath.read(fields),
          fields.flag("unique"),
          fields.flag("multiEntry"));
    }
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("databases", Json.array(databases, Database::json));
    return json;
  }

  public static Catalog fromJson(JsonNode json) {
    return new Catalog(JsonFields.of(json, "catalog").list("databases", Database::fromJson));
  }
}
