// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The types seen at one place of some records, as {@code protocol.md} describes it: the twin of
 * {@code summary/type-node.js}.
 */
final class SeenTypes {
  private final long[] kinds = new long[Kind.values().length];
  private SeenTypes list;
  private SeenTypes keys;
  private SeenTypes values;
  private Map<String, Field> fields;

  /** Of the fields whose names are more than the allowed number. */
  private SeenTypes others;

  private static final class Field {
    private final SeenTypes types = new SeenTypes();
    private long ordinal;
    private int position;

    Field(long ordinal, int position) {
      this.ordinal = ordinal;
      this.position = position;
    }

    void seenAt(long newOrdinal, int newPosition) {
      if (newOrdinal < ordinal || newOrdinal == ordinal && newPosition < position) {
        ordinal = newOrdinal;
        position = newPosition;
      }
    }
  }

  void count(Kind kind) {
    kinds[kind.ordinal()]++;
  }

  /** Returns the types of elements. */
  SeenTypes list() {
    list = list == null ? new SeenTypes() : list;
    return list;
  }

  /** Returns the types of a Map's keys. */
  SeenTypes keys() {
    keys = keys == null ? new SeenTypes() : keys;
    return keys;
  }

  /** Returns the types of a Map's values. */
  SeenTypes values() {
    values = values == null ? new SeenTypes() : values;
    return values;
  }

  /** Takes note that there was an object, even without fields. */
  void beginObject() {
    fields = fields == null ? new LinkedHashMap<>() : fields;
  }

  /**
   * Returns the types of a field, or of all whose names are too many.
   *
   * @param ordinal of the record, and the position in its object
   * @param maxNames distinct names beyond which an object is a map, not a struct
   */
  SeenTypes field(String name, long ordinal, int position, int maxNames) {
    Field field = fields.get(name);
    if (field == null && fields.size() == maxNames) {
      others = others == null ? new SeenTypes() : others;
      return others;
    }
    if (field == null) {
      field = new Field(ordinal, position);
      fields.put(name, field);
    }
    field.seenAt(ordinal, position);
    return field.types;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    ObjectNode counts = json.putObject("kinds");
    for (Kind kind : Kind.values()) {
      if (kinds[kind.ordinal()] > 0) {
        counts.put(kind.json(), kinds[kind.ordinal()]);
      }
    }
    if (list != null) {
      json.set("list", list.json());
    }
    if (keys != null) {
      ObjectNode map = json.putObject("map");
      map.set("keys", keys.json());
      map.set("values", values.json());
    }
    if (fields != null) {
      json.set("object", fieldsJson());
    }
    return json;
  }

  private ObjectNode fieldsJson() {
    ObjectNode json = Json.object();
    ArrayNode named = json.putArray("fields");
    for (Map.Entry<String, Field> entry : fields.entrySet()) {
      Field field = entry.getValue();
      ObjectNode node = named.addObject().put("name", entry.getKey());
      node.putArray("at").add(field.ordinal).add(field.position);
      node.set("node", field.types.json());
    }
    if (others != null) {
      json.set("values", others.json());
    }
    return json;
  }
}
