// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.List;

/**
 * The key path of a store or an index.
 *
 * @param paths none for out-of-line keys
 * @param compound whether the path is an array, so that keys are arrays, even of one element
 */
public record KeyPath(List<String> paths, boolean compound) {
  public static final KeyPath NONE = new KeyPath(List.of(), false);

  public KeyPath {
    paths = List.copyOf(paths);
  }

  /** Returns null, a string or an array of strings, as in JavaScript. */
  public JsonNode json() {
    if (compound) {
      return Json.array(paths, TextNode::valueOf);
    }
    return paths.isEmpty() ? NullNode.instance : TextNode.valueOf(paths.get(0));
  }

  /** Reads the member {@code keyPath} of a store or an index. */
  public static KeyPath read(JsonFields fields) {
    return fields.present("keyPath").map(KeyPath::fromJson).orElse(NONE);
  }

  private static KeyPath fromJson(JsonNode json) {
    return json.isArray()
        ? new KeyPath(Json.list(json, JsonNode::asText), true)
        : new KeyPath(List.of(json.asText()), false);
  }
}
