// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.List;

/**
 * The clients that a target may be read from, by names alone. Immutable.
 *
 * @param known the clients that are linked and those away
 */
record Candidates(Target target, List<Client> known) {
  /**
   * Returns the connected clients of the target's origin and name, at least one.
   *
   * @param endpoint of this agent, as a page would write it
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code ORIGIN_NOT_FOUND}, {@code
   *     CLIENT_NOT_FOUND}, {@code CLIENT_TWIN}
   */
  List<Client> all(String endpoint) {
    requireNoTwin();
    List<Client> linked = known.stream().filter(Client::isConnected).toList();
    List<Client> left = linked.stream().filter(client -> !target.excepts(client.name())).toList();
    if (left.isEmpty()) {
      throw linked.isEmpty()
          ? LookupErrors.noClients(endpoint, known)
          : LookupErrors.allExcepted(target, known);
    }
    List<Client> ofOrigin = left.stream().filter(this::isOfOrigin).toList();
    if (ofOrigin.isEmpty()) {
      throw noOrigin();
    }
    List<Client> named = ofOrigin.stream().filter(this::isNamed).toList();
    if (named.isEmpty()) {
      throw noClient();
    }
    return named;
  }

  /** A read without a client of which there are two would lack the rows of both without a word. */
  private void requireNoTwin() {
    for (Client client : known) {
      boolean hasStore =
          target.client().isPresent() || client.mayHave(target.database(), target.store());
      if (hasStore && target.includes(client.name()) && client.twin().isPresent()) {
        throw client.twin().get();
      }
    }
  }

  private IndexedDbException noOrigin() {
    String origin = target.origin().orElseThrow();
    return known.stream().anyMatch(this::isOfOrigin)
        ? LookupErrors.originAway(target, origin, known)
        : LookupErrors.originNotFound(target, origin, known);
  }

  private IndexedDbException noClient() {
    String id = target.client().orElseThrow();
    return known.stream().anyMatch(this::isNamed)
        ? LookupErrors.clientAway(target, id, known)
        : LookupErrors.clientNotFound(target, id, known);
  }

  private boolean isOfOrigin(Client client) {
    return target.origin().map(client.name().origin()::equals).orElse(true);
  }

  /** Returns whether the target names this client, or none. */
  private boolean isNamed(Client client) {
    return target.client().map(client.name().id()::equals).orElse(true);
  }
}
