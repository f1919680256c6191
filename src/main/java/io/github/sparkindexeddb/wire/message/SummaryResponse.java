// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.Summary;

/** The merged summary of a store, and the clients whose it is. */
public record SummaryResponse(Summary summary, Participants participants) {
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("summary", summary.json());
    participants.write(json);
    return json;
  }

  public static SummaryResponse fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "summary reply");
    return new SummaryResponse(Summary.fromJson(fields.node("summary")), Participants.read(fields));
  }
}
