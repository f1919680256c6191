// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonEnums;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.Locale;

/**
 * A column of a scan: its name, its type, and where in a record the export worker takes the value.
 */
public record Column(String name, Type type, Source source) {

  /** The part of a record that is a column's value. */
  public enum Source {
    /** The record's own property of the column's name. */
    FIELD,
    /** The primary key. */
    KEY,
    /** The record itself, for stores whose records are not objects. */
    VALUE,
    /** The record as tagged JSON if it is malformed, else null. */
    CORRUPT,
    /** A digest of the record as it is kept, for records that an agent keeps. */
    DIGEST
  }

  /** Returns the column of a record's own property. */
  public static Column field(String name, Type type) {
    return new Column(name, type, Source.FIELD);
  }

  public ObjectNode json() {
    ObjectNode json = Json.object().put("name", name);
    json.set("type", type.json());
    if (source != Source.FIELD) {
      json.put("source", source.name().toLowerCase(Locale.ROOT));
    }
    return json;
  }

  /**
   * Reads a column.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  public static Column fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "column");
    Column column =
        new Column(
            fields.text("name"),
            Type.fromJson(fields.node("type")),
            JsonEnums.optional(fields, "source", Source.values()).orElse(Source.FIELD));
    fields.end();
    return column;
  }
}
