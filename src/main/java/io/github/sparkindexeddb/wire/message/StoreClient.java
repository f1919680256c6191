// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.io.Serializable;
import java.util.Optional;

/** A client that has the store of a scan or a summary, with what is known of its keys. */
public record StoreClient(ClientName name, String browser, StoreKeys keys) {

  /** A client's random id, and the origin it belongs to. */
  public record ClientName(String id, String origin) implements Serializable {
    public ObjectNode json() {
      return Json.object().put("id", id).put("origin", origin);
    }

    public static ClientName fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "client");
      return read(fields);
    }

    static ClientName read(JsonFields fields) {
      return new ClientName(fields.text("id"), fields.text("origin"));
    }
  }

  /**
   * The keys of a store at one moment, by key-only reads and a count.
   *
   * @param records of a summary, counted no further than to one more than the sample
   * @param first absent in an empty store, as {@code last}
   * @param fraction of a summary: a number between two integers that are first and last, and that
   *     is none, if the store counts its keys and somebody has put one there; an example of all
   *     such
   */
  public record StoreKeys(
      long records,
      KeyPath keyPath,
      boolean autoIncrement,
      Optional<Key> first,
      Optional<Key> last,
      Optional<Key> fraction) {
    /** Makes the keys of a store whose first and last are like all between. */
    public StoreKeys(
        long records,
        KeyPath keyPath,
        boolean autoIncrement,
        Optional<Key> first,
        Optional<Key> last) {
      this(records, keyPath, autoIncrement, first, last, Optional.empty());
    }

    void write(ObjectNode json) {
      json.put("records", records);
      json.set("keyPath", keyPath.json());
      json.put("autoIncrement", autoIncrement);
      json.set("first", first.<JsonNode>map(Key::json).orElse(NullNode.instance));
      json.set("last", last.<JsonNode>map(Key::json).orElse(NullNode.instance));
      fraction.ifPresent(key -> json.set("fraction", key.json()));
    }

    static StoreKeys read(JsonFields fields) {
      return new StoreKeys(
          fields.count("records"),
          KeyPath.read(fields),
          fields.flag("autoIncrement"),
          fields.present("first").map(Key::fromJson),
          fields.present("last").map(Key::fromJson),
          fields.present("fraction").map(Key::fromJson));
    }
  }

  ObjectNode json() {
    ObjectNode json = name.json().put("browser", browser);
    keys.write(json);
    return json;
  }

  static StoreClient fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "client");
    return new StoreClient(ClientName.read(fields), fields.text("browser"), StoreKeys.read(fields));
  }
}
