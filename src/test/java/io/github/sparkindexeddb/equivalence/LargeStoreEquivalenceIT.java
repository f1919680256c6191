// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * As {@link EquivalenceIT}, of one store that is so large that the export worker, with the
 * thresholds of its own, goes about queries in its other ways.
 */
class LargeStoreEquivalenceIT {
  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));

  @Test
  void pushingDownChangesNothingBeyondTheThresholds() {
    long seed = Long.getLong("equivalence.seed", System.nanoTime());
    System.out.println("equivalence: -Dequivalence.seed=" + seed);
    CaseCounts caseCounts = new CaseCounts();
    try (Round round = Round.ofLargeStore(agent, seed)) {
      round.askOfLargeStore(caseCounts);
    }
    System.out.println("equivalence: " + caseCounts);
    assertThat(caseCounts.failures()).isEmpty();
    // Tez has no word for the type of its strings.
    assertThat(caseCounts.neglected())
        .as("pushed too seldom: %s", caseCounts)
        .isSubsetOf(CaseCounts.Pushed.TEZ);
  }
}
