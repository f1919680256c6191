// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.DatabasesReply;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks all agents which databases their clients allow, once enough clients are connected. Confined
 * to one thread.
 */
final class DatabaseListing {
  private final List<AgentClient> agents;
  private final ClientFilter narrowing;

  DatabaseListing(List<AgentClient> agents, ClientFilter narrowing) {
    this.agents = agents;
    this.narrowing = narrowing;
  }

  /**
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, or what an agent says
   */
  List<DatabasesReply.Database> patiently(ClientQuorum quorum) {
    long end = System.nanoTime() + quorum.timeout().toNanos();
    Set<ClientName> connected = connected();
    while (connected.size() < quorum.minClients()) {
      if (ScatterGather.over(end)) {
        throw new TooFewClients("list databases", "no browser", agents, quorum)
            .of(connected.stream().map(ClientName::id).sorted().toList(), List.of());
      }
      ScatterGather.pause();
      connected = connected();
    }
    return agents.stream()
        .flatMap(agent -> agent.databases().databases().stream())
        .map(this::narrowed)
        .filter(database -> !database.stores().isEmpty())
        .toList();
  }

  private Set<ClientName> connected() {
    return agents.stream()
        .flatMap(agent -> agent.connectedClients().stream())
        .filter(narrowing::admits)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Without the stores that none of the clients that count has. */
  private DatabasesReply.Database narrowed(DatabasesReply.Database database) {
    List<DatabasesReply.Store> stores =
        database.stores().stream()
            .filter(
                store ->
                    store.clients().stream()
                        .anyMatch(id -> narrowing.admits(new ClientName(id, database.origin()))))
            .toList();
    return new DatabasesReply.Database(
        database.origin(), database.name(), database.version(), stores);
  }
}
