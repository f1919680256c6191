// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tells a store from another one of the same name that took its place.
 *
 * @param connection the worker's connection to the database, which outlives neither a deletion nor
 *     an upgrade
 * @param version of the database, which falls only if it is another
 * @param records some that were read, which another store is not likely to have
 */
public record StoreIdentity(
    String connection,
    long version,
    KeyPath keyPath,
    boolean autoIncrement,
    List<Witness> records) {
  /** Most records that are kept. */
  private static final int MAX_WITNESSES = 16;

  /** More than a random id has, and less than is worth to keep. */
  private static final int MAX_CONNECTION_CHARS = 200;

  public StoreIdentity {
    records = List.copyOf(records);
  }

  /**
   * A record that was read.
   *
   * @param key its primary key
   * @param digest of what left of it
   */
  public record Witness(Key key, long digest) {
    ObjectNode json() {
      ObjectNode json = Json.object();
      json.set("key", key.json());
      return json.put("digest", digest);
    }

    static Witness fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "witness");
      return new Witness(Key.fromJson(fields.node("key")), fields.integer("digest"));
    }
  }

  /** Returns the later identity of the same store with the latest records of both. */
  public StoreIdentity and(StoreIdentity later) {
    List<Witness> all = Stream.concat(records.stream(), later.records.stream()).toList();
    return new StoreIdentity(
        later.connection,
        later.version,
        later.keyPath,
        later.autoIncrement,
        all.subList(Math.max(0, all.size() - MAX_WITNESSES), all.size()));
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("connection", connection).put("version", version);
    json.set("keyPath", keyPath.json());
    json.put("autoIncrement", autoIncrement);
    return json.set("records", Json.array(records, Witness::json));
  }

  static StoreIdentity fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "store identity");
    return new StoreIdentity(
        connection(fields),
        fields.integer("version"),
        KeyPath.read(fields),
        fields.flag("autoIncrement"),
        witnesses(fields));
  }

  private static String connection(JsonFields fields) {
    String connection = fields.text("connection");
    if (connection.length() > MAX_CONNECTION_CHARS) {
      throw fields.invalid("connection", connection, "a short id");
    }
    return connection;
  }

  private static List<Witness> witnesses(JsonFields fields) {
    int count = fields.node("records").size();
    if (count > MAX_WITNESSES) {
      throw fields.invalid("records", count, "at most " + MAX_WITNESSES);
    }
    return fields.list("records", Witness::fromJson);
  }
}
