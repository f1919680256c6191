// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.OptionalLong;

/**
 * A request for the types seen in a store.
 *
 * @param sampleSize records per client, spread over its key range; absent: all of them
 */
public record SummaryRequest(Target target, OptionalLong sampleSize) {

  public ObjectNode json() {
    ObjectNode json = Json.object();
    target.write(json);
    if (sampleSize.isPresent()) {
      json.put("sampleSize", sampleSize.getAsLong());
    } else {
      json.put("sampleSize", "all");
    }
    return json;
  }

  /**
   * Reads a summary request.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  public static SummaryRequest fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "summary request");
    SummaryRequest request = new SummaryRequest(Target.read(fields), sampleSize(fields));
    fields.end();
    return request;
  }

  private static OptionalLong sampleSize(JsonFields fields) {
    JsonNode size = fields.node("sampleSize");
    if (size.isTextual() && size.asText().equals("all")) {
      return OptionalLong.empty();
    }
    if (!size.isIntegralNumber() || size.asLong() < 1) {
      throw fields.invalid("sampleSize", size, "a number of 1 or more, or \"all\"");
    }
    return OptionalLong.of(size.asLong());
  }
}
