// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The databases of one client that its app allows to be exported.
 *
 * @param failures of databases that the browser cannot open now, which keep none of the others away
 */
public record Catalog(List<Database> databases, List<Failure> failures) {
  /** An object, or a text beside its characters. */
  private static final int OBJECT_BYTES = 100;

  public static final Catalog EMPTY = new Catalog(List.of());

  public Catalog {
    databases = List.copyOf(databases);
    failures = List.copyOf(failures);
  }

  /** Creates a catalog of which nothing failed. */
  public Catalog(List<Database> databases) {
    this(databases, List.of());
  }

  /**
   * Why a database cannot be described.
   *
   * @param code of an error, as the export worker names it
   */
  public record Failure(String name, String code, String message) {
    private long bytes() {
      return Catalog.bytes(name) + Catalog.bytes(message);
    }

    ObjectNode json() {
      return Json.object().put("name", name).put("code", code).put("message", message);
    }

    static Failure fromJson(JsonNode json) {
      IndexedDbException error = FailureMessages.error(json);
      String name = JsonFields.of(json, "failure").text("name");
      return new Failure(name, error.code().name(), error.sentence());
    }
  }

  /** Returns this catalog, with what is known from earlier of databases that failed now. */
  public Catalog completedFrom(Catalog earlier) {
    Set<String> failed = failures.stream().map(Failure::name).collect(Collectors.toSet());
    List<Database> all = new ArrayList<>(databases);
    earlier.databases.stream()
        .filter(database -> failed.contains(database.name()))
        .forEach(all::add);
    return new Catalog(all, failures);
  }

  /** Returns about how many bytes of memory it takes. */
  public long bytes() {
    return databases.stream().mapToLong(Database::bytes).sum()
        + failures.stream().mapToLong(Failure::bytes).sum();
  }

  private static long bytes(String name) {
    return OBJECT_BYTES + 2L * name.length();
  }

  private static long bytes(KeyPath keyPath) {
    return OBJECT_BYTES + keyPath.paths().stream().mapToLong(Catalog::bytes).sum();
  }

  /** Returns whether the stores of the database are known. */
  public boolean describes(String database) {
    return databases.stream().anyMatch(each -> each.name().equals(database));
  }

  /** Returns whether the database is described with such a store. */
  public boolean has(String database, String store) {
    return databases.stream()
        .filter(each -> each.name().equals(database))
        .flatMap(each -> each.stores().stream())
        .anyMatch(each -> each.name().equals(store));
  }

  /** Returns whether the database is there and could not be described. */
  public boolean isFailed(String database) {
    return failures.stream().anyMatch(failure -> failure.name().equals(database));
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

    private long bytes() {
      return Catalog.bytes(name) + stores.stream().mapToLong(Store::bytes).sum();
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

    private long bytes() {
      return Catalog.bytes(name)
          + Catalog.bytes(keyPath)
          + indexes.stream().mapToLong(Index::bytes).sum();
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
          fields.count("records"),
          fields.list("indexes", Index::fromJson));
    }
  }

  /** An index of a store. */
  public record Index(String name, KeyPath keyPath, boolean unique, boolean multiEntry) {
    /** Returns about how many bytes of memory it takes. */
    public long bytes() {
      return Catalog.bytes(name) + Catalog.bytes(keyPath);
    }

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
    if (!failures.isEmpty()) {
      json.set("failures", Json.array(failures, Failure::json));
    }
    return json;
  }

  public static Catalog fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "catalog");
    return new Catalog(
        fields.list("databases", Database::fromJson),
        fields.optionalList("failures", Failure::fromJson).orElse(List.of()));
  }
}
