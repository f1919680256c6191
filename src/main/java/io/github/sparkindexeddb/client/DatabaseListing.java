// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.PlainText;
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
  /** A browser lists as many as it likes. */
  private static final int MAX_WARNINGS = 5;

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

  DatabasesResponse databases(ClientQuorum quorum) {
    new ScatterGather<>(agents, new Connected(filter)).gather(quorum);
    List<DatabasesResponse> replies = agents.stream().map(AgentClient::databases).toList();
    List<Failure> failures =
        replies.stream()
            .flatMap(reply -> reply.failures().stream())
            .filter(failure -> filter.matches(failure.client()))
            .toList();
    warn(failures);
    List<Database> databases =
        replies.stream()
            .flatMap(reply -> reply.databases().stream())
            .map(this::filtered)
            .filter(database -> !database.stores().isEmpty())
            .toList();
    return new DatabasesResponse(databases, failures);
  }

  /** Tells what may be missing, in the log: a list has no place for it. */
  private static void warn(List<Failure> failures) {
    for (Failure failure : failures.subList(0, Math.min(failures.size(), MAX_WARNINGS))) {
      LOG.warn(
          "The list lacks what cannot be read of client {} of {}: [{}] {}",
          PlainText.of(failure.client().id()),
          PlainText.of(failure.client().origin()),
          PlainText.of(failure.code()),
          PlainText.of(failure.message()));
    }
    if (failures.size() > MAX_WARNINGS) {
      LOG.warn("The list lacks {} more.", failures.size() - MAX_WARNINGS);
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
