// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.Target;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every agent of a fleet is asked.
 *
 * @param ask of one agent, given its place in the fleet
 * @param audience who takes part in an answer
 * @param discard gives back what an answer holds at the agent, if it is not used; never throws
 */
record AgentCall<R>(
    Target target,
    Asker<R> ask,
    Function<R, Audience> audience,
    Consumer<AgentReplies.Reply<R>> discard) {

  /** Asks one agent. */
  interface Asker<R> {
    R of(AgentClient agent, int place);
  }
}
