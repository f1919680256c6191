// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.io.Serializable;
import java.util.List;

/**
 * A scan as created: its id in the agent and its splits.
 *
 * @param planned the division into these splits, with which the scan can be created again; empty
 *     from older agents
 */
public record ScanResponse(
    String scan, Participants participants, List<Split> splits, List<ClientPlan> planned) {
  public ScanResponse {
    splits = List.copyOf(splits);
    planned = List.copyOf(planned);
  }

  /**
   * One disjoint key range of one client.
   *
   * @param n its number in the scan, from 0
   * @param records how many records were in it at most when the scan was created
   * @param how the browser finds the wanted records in it, in a few words; empty if it did not say
   */
  public record Split(int n, ClientName client, long records, String how) implements Serializable {
    ObjectNode json() {
      ObjectNode json =
          Json.object()
              .put("n", n)
              .put("client", client.id())
              .put("origin", client.origin())
              .put("records", records);
      return how.isEmpty() ? json : json.put("how", how);
    }

    static Split fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "split");
      ClientName client = new ClientName(fields.text("client"), fields.text("origin"));
      return new Split(
          (int) fields.integer("n"),
          client,
          fields.integer("records"),
          fields.optionalText("how").orElse(""));
    }
  }

  public ObjectNode json() {
    ObjectNode json = Json.object().put("scan", scan);
    participants.write(json);
    json.set("splits", Json.array(splits, Split::json));
    return json.set("planned", Json.array(planned, ClientPlan::json));
  }

  public static ScanResponse fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "scan reply");
    return new ScanResponse(
        fields.text("scan"),
        Participants.read(fields),
        fields.list("splits", Split::fromJson),
        fields.optionalList("planned", ClientPlan::fromJson).orElse(List.of()));
  }
}
