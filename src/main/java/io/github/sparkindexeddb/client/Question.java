// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every agent of a fleet is asked.
 *
 * @param ask of one agent, given its place in the fleet
 * @param participants who takes part in an answer
 * @param discard gives back what an answer holds at the agent, if it is not used; never throws
 */
record Question<R>(
    Target target,
    Asker<R> ask,
    Function<R, Participants> participants,
    Consumer<Poll.Reply<R>> discard) {

  /** Asks one agent. */
  interface Asker<R> {
    R of(AgentClient agent, int place);
  }
}
