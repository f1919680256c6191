// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.Optional;

/** A range of keys; an absent bound is unbounded, an open one excludes its key. */
public record KeyRange(
    Optional<Key> lower, Optional<Key> upper, boolean lowerOpen, boolean upperOpen) {
  /** Every key. */
  public static final KeyRange ALL = new KeyRange(Optional.empty(), Optional.empty(), false, false);

  /** Returns whether the key is in the range. */
  public boolean contains(Key key) {
    boolean above = lower.isEmpty() || KeyOrder.compare(lower.get(), key) < (lowerOpen ? 0 : 1);
    boolean below = upper.isEmpty() || KeyOrder.compare(key, upper.get()) < (upperOpen ? 0 : 1);
    return above && below;
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    lower.ifPresent(key -> json.set("lower", key.json()));
    upper.ifPresent(key -> json.set("upper", key.json()));
    if (lowerOpen) {
      json.put("lowerOpen", true);
    }
    if (upperOpen) {
      json.put("upperOpen", true);
    }
    return json;
  }

  /**
   * Reads a key range.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  public static KeyRange fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "key range");
    KeyRange range =
        new KeyRange(
            fields.present("lower").map(Key::fromJson),
            fields.present("upper").map(Key::fromJson),
            fields.flag("lowerOpen"),
            fields.flag("upperOpen"));
    fields.end();
    return range;
  }
}
