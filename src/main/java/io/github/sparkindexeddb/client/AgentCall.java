// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.List;
import java.util.Optional;

/** A request to every agent of a group, and how the replies are understood. */
interface AgentCall<R> {
  /** Calls one agent, given its place in the group. */
  R call(AgentClient agent, int place);

  /** Returns the clients that take part, over all replies and each once. */
  List<ClientName> clientNames(List<R> replies);

  /** Returns the clients that are known, but not connected to any agent. */
  default List<ClientName> away(List<R> replies) {
    return List.of();
  }

  /** Returns the store that the call is about, if it is about one. */
  default Optional<Target> target() {
    return Optional.empty();
  }

  /** Gives back what an unused reply holds at its agent; never throws. */
  default void discard(AgentClient agent, R reply) {}
}
