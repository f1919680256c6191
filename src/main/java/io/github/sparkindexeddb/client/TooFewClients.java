// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.List;
import java.util.Optional;

/**
 * The error about clients that did not come in time.
 *
 * @param agents that were asked, at least one
 */
record TooFewClients(List<AgentClient> agents, ClientQuorum quorum) {
  /** Returns {@code NO_CLIENTS} or {@code TOO_FEW_CLIENTS}. */
  <R> IndexedDbException error(AgentCall<R> call, List<R> replies) {
    List<String> clients = ids(call.clientNames(replies));
    List<String> away = ids(call.away(replies));
    List<String> except = call.target().map(Target::exceptClients).orElse(List.of());
    String known = listed("known but away", away) + listed("left out by 'exceptClients'", except);
    return (clients.isEmpty() ? none(call.target(), known) : few(call.target(), clients, known))
        .with("minClients", quorum.minClients())
        .with("endpoints", endpoints())
        .with("clients", clients)
        .with("away", away);
  }

  private IndexedDbException none(Optional<Target> target, String known) {
    return IndexedDbException.of(
        ErrorCode.NO_CLIENTS,
        "Cannot %s: no browser%s was connected to %s within %s ms%s. Open the app in a browser, check that its page"
            + " calls connect({ endpoint: '%s' }), or raise 'waitForClients'.",
        action(target),
        target.isPresent() ? " with it" : "",
        String.join(", ", endpoints()),
        quorum.timeout().toMillis(),
        known,
        endpoints().get(0));
  }

  private IndexedDbException few(Optional<Target> target, List<String> clients, String known) {
    return IndexedDbException.of(
        ErrorCode.TOO_FEW_CLIENTS,
        "Cannot %s: %s of %s clients were connected to %s within %s ms: %s%s. Open the app in more browsers, lower"
            + " 'minClients', or raise 'waitForClients'.",
        action(target),
        clients.size(),
        quorum.minClients(),
        String.join(", ", endpoints()),
        quorum.timeout().toMillis(),
        String.join(", ", clients),
        known);
  }

  private static String listed(String what, List<String> ids) {
    return ids.isEmpty() ? "" : "; " + what + ": " + String.join(", ", ids);
  }

  private static String action(Optional<Target> target) {
    return target.map(store -> "read " + store).orElse("list databases");
  }

  private List<String> endpoints() {
    return agents.stream().map(agent -> agent.endpoint().url()).toList();
  }

  private static List<String> ids(List<ClientName> names) {
    return names.stream().map(ClientName::id).toList();
  }
}
