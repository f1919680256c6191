// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answers of all agents of a group to one call.
 *
 * @param replies of agents that have the store, in the group's order
 * @param refusals of agents that have no such store, or no browser
 */
record AgentReplies<R>(Map<AgentClient, R> replies, List<IndexedDbException> refusals) {
  /** An agent may say these while another has the store; the most telling first. */
  private static final List<ErrorCode> NOT_FOUND =
      List.of(
          ErrorCode.STORE_NOT_ALLOWED,
          ErrorCode.STORE_NOT_FOUND,
          ErrorCode.DATABASE_NOT_FOUND,
          ErrorCode.CLIENT_NOT_FOUND,
          ErrorCode.ORIGIN_NOT_FOUND);

  /** An agent says these of what is not connected, with the clients that it knows. */
  private static final List<ErrorCode> NOT_CONNECTED =
      List.of(ErrorCode.CLIENT_NOT_FOUND, ErrorCode.ORIGIN_NOT_FOUND);

  List<R> bodies() {
    return List.copyOf(replies.values());
  }

  /** Returns the refusal without which the others must not be used, if there is one. */
  Optional<IndexedDbException> failure() {
    return refusals.stream()
        .filter(refusal -> refusal.code() != ErrorCode.NO_CLIENTS)
        .filter(refusal -> !NOT_FOUND.contains(refusal.code()))
        .findFirst();
  }

  /** Returns the most telling refusal of a name that no agent knows, if all refused. */
  Optional<IndexedDbException> notFound() {
    return NOT_FOUND.stream()
        .filter(code -> replies.isEmpty())
        .flatMap(code -> refusals.stream().filter(refusal -> refusal.code() == code))
        .findFirst();
  }

  /** Returns the refusal of a name that no browser goes by: waiting would not help. */
  Optional<IndexedDbException> misspelt(Optional<Target> target) {
    return notFound().filter(error -> target.filter(this::isAway).isEmpty());
  }

  /**
   * Returns whether the origin or client that the target names is known to an agent that refused
   * it: then it is not misspelt, but away, and may come back.
   */
  private boolean isAway(Target target) {
    boolean named = target.origin().isPresent() || target.client().isPresent();
    return named
        && refusals.stream()
            .filter(refusal -> NOT_CONNECTED.contains(refusal.code()))
            .flatMap(refusal -> knownClients(refusal).stream())
            .anyMatch(target::includes);
  }

  private static List<ClientName> knownClients(IndexedDbException refusal) {
    return Json.list(
        refusal.details().path("clients"),
        client -> new ClientName(client.path("id").asText(), client.path("origin").asText()));
  }
}
