// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.Optional;

/**
 * The types seen in records. Merging is associative and commutative, so that batches, key ranges
 * and clients may be summarized in any order.
 */
public record Summary(long records, Corrupt corrupt, TypeNode root) {
  public static final Summary EMPTY = new Summary(0, Corrupt.NONE, TypeNode.EMPTY);

  /**
   * Records that cannot be described, as cyclic ones.
   *
   * @param example the one with the smallest JSON, so that merging commutes
   */
  public record Corrupt(long count, Optional<Example> example) {
    static final Corrupt NONE = new Corrupt(0, Optional.empty());

    Corrupt and(Corrupt other) {
      Optional<Example> smaller =
          example.isEmpty()
                  || other.example.isPresent()
                      && other.example.get().order().compareTo(example.get().order()) < 0
              ? other.example
              : example;
      return new Corrupt(TypeNode.sum(count, other.count), smaller);
    }
  }

  /** One corrupt record, by its key. */
  public record Example(Key key, String reason) {
    private String order() {
      return Json.write(key.json()) + reason;
    }
  }

  /** Returns the summary of the records of both. */
  public Summary and(Summary other) {
    return new Summary(
        TypeNode.sum(records, other.records),
        corrupt.and(other.corrupt),
        root.and(other.root, TypeNode.MAX_ROOT_NAMES));
  }

  /** Returns how many places of records it describes. */
  public long nodes() {
    return root.nodes();
  }

  public ObjectNode json() {
    ObjectNode json = Json.object().put("records", records);
    ObjectNode example = json.putObject("corrupt").put("count", corrupt.count);
    corrupt.example.ifPresent(
        value -> {
          example.set("key", value.key.json());
          example.put("reason", value.reason);
        });
    json.set("root", root.json());
    return json;
  }

  /**
   * Reads a summary.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  public static Summary fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "summary");
    JsonFields corrupt = JsonFields.of(fields.node("corrupt"), "summary of corrupt records");
    Optional<Example> example =
        corrupt
            .present("key")
            .map(key -> new Example(Key.fromJson(key), corrupt.optionalText("reason").orElse("")));
    Summary summary =
        new Summary(
            fields.count("records"),
            new Corrupt(corrupt.count("count"), example),
            TypeNode.fromJson(fields.node("root"), TypeNode.MAX_ROOT_NAMES));
    fields.end();
    return summary;
  }
}
