// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.List;

/**
 * The clients that take part in a scan or summary, and those that do not.
 *
 * @param clients connected, and have the store
 * @param away known to the agent but not connected
 * @param without connected at the origin, but have no such store
 */
public record Participants(
    List<StoreClient> clients, List<ClientName> away, List<ClientName> without) {
  public Participants {
    clients = List.copyOf(clients);
    away = List.copyOf(away);
    without = List.copyOf(without);
  }

  void write(ObjectNode json) {
    json.set("clients", Json.array(clients, StoreClient::json));
    json.set("away", Json.array(away, ClientName::json));
    json.set("without", Json.array(without, ClientName::json));
  }

  static Participants read(JsonFields fields) {
    return new Participants(
        fields.list("clients", StoreClient::fromJson),
        fields.list("away", ClientName::fromJson),
        fields.list("without", ClientName::fromJson));
  }
}
