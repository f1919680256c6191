// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.DatabasesResponse.Database;
import io.github.sparkindexeddb.wire.message.DatabasesResponse.Failure;
import io.github.sparkindexeddb.wire.message.DatabasesResponse.Store;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the databases that clients allow, once enough of them are connected.
 *
 * @param filter of the clients that count
 */
record DatabaseListing(List<AgentClient> agents, ClientFilter filter) {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseListing.class);

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
    List<DatabasesResponse> replies = agents.stream().map(AgentClient::databases).toList();
    replies.stream().flatMap(reply -> reply.failures().stream()).forEach(this::warn);
    return replies.stream()
        .flatMap(reply -> reply.databases().stream())
        .map(this::filtered)
        .filter(database -> !database.stores().isEmpty())
        .toList();
  }

  /** Tells what may be missing, in the log: a list has no place for it. */
  private void warn(Failure failure) {
    if (filter.matches(failure.client())) {
      LOG.warn(
          "The list lacks what cannot be read of client {} of {}: [{}] {}",
          failure.client().id(),
          failure.client().origin(),
          failure.code(),
          failure.message());
    }
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
