// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.WorkerResult.PlannedSplit;
import java.util.List;

/**
 * How one client's part of a scan was divided. Its ranges cover every key, whatever the store holds
 * by now, so that the same division can be read again.
 */
public record ClientPlan(ClientName client, List<PlannedSplit> splits) {
  public ClientPlan {
    splits = List.copyOf(splits);
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("client", client.id()).put("origin", client.origin());
    return json.set("splits", Json.array(splits, PlannedSplit::json));
  }

  static ClientPlan fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "client's plan");
    ClientPlan plan =
        new ClientPlan(
            new ClientName(fields.text("client"), fields.text("origin")),
            fields.list("splits", PlannedSplit::fromJson));
    fields.end();
    return plan;
  }
}
