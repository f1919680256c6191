// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.message.DatabasesResponse.Database;
import io.github.sparkindexeddb.wire.message.DatabasesResponse.Store;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Lists the databases that clients allow, once enough of them are connected.
 *
 * @param filter of the clients that count
 */
record DatabaseListing(List<AgentClient> agents, ClientFilter filter) {

  /** Asks who is connected, which wakes no browser. */
  private record Connected(ClientFilter filter) implements AgentCall<Set<ClientName>> {
    @Override
    public Set<ClientName> call(AgentClient agent, int place) {
      return agent.connectedClients();
    }

    @Override
    public List<ClientName> clientNames(List<Set<ClientName>> replies) {
      return replies.stream()
          .flatMap(Set::stream)
          .filter(filter::matches)
          .distinct()
          .sorted(Comparator.comparing(ClientName::id))
          .toList();
    }
  }

  List<Database> databases(ClientQuorum quorum) {
    new ScatterGather<>(agents, new Connected(filter)).gather(quorum);
    return agents.stream()
        .flatMap(agent -> agent.databases().databases().stream())
        .map(this::filtered)
        .filter(database -> !database.stores().isEmpty())
        .toList();
  }

  /** Returns the database without the stores that none of the clients that count has. */
  private Database filtered(Database database) {
    List<Store> stores =
        database.stores().stream().filter(store -> isCounted(database.origin(), store)).toList();
    return new Database(database.origin(), database.name(), database.version(), stores);
  }

  private boolean isCounted(String origin, Store store) {
    return store.clients().stream().anyMatch(id -> filter.matches(new ClientName(id, origin)));
  }
}
