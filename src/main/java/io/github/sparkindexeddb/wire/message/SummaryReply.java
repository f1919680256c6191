// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Fields;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Summary;

/** The merged summary of a store, and whose it is. */
public record SummaryReply(Summary summary, Audience audience) {
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("summary", summary.json());
    audience.write(json);
    return json;
  }

  public static SummaryReply fromJson(JsonNode json) {
    Fields fields = Fields.of(json, "summary reply");
    return new SummaryReply(Summary.fromJson(fields.node("summary")), Audience.read(fields));
  }
}
