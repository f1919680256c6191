// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.client.SplitTrailers;
import io.github.sparkindexeddb.testing.EverySpark;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random queries of random stores in a real browser answer the same with push-down, without, and as
 * Spark answers them over the same values as a local table. {@code -Dequivalence.cases=…} and
 * {@code -Dequivalence.seed=…} ask more, and the same again.
 */
@EverySpark
class EquivalenceIT {
  private static final int CASES = Integer.getInteger("equivalence.cases", 320);
  private static final int QUERIES = 16;
  private static final String TELLS_OF_MISFITS = SplitTrailers.class.getName();

  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));

  /** What does not fit is meant, and each split would tell of it. */
  @BeforeAll
  static void keepQuietAboutMisfits() {
    Configurator.setLevel(TELLS_OF_MISFITS, Level.ERROR);
  }

  @AfterAll
  static void tellOfMisfits() {
    Configurator.setLevel(TELLS_OF_MISFITS, Level.WARN);
  }

  @Test
  void pushingDownChangesNothingButTheSpeed() {
    long seed = Long.getLong("equivalence.seed", System.nanoTime());
    System.out.println("equivalence: -Dequivalence.seed=" + seed);
    CaseCounts caseCounts = new CaseCounts();
    for (long round = seed; caseCounts.cases() < CASES && !caseCounts.isEnough(); round++) {
      try (Round stores = Round.start(agent, round)) {
        stores.ask(QUERIES, caseCounts, CASES);
      }
    }
    System.out.println("equivalence: " + caseCounts);
    assertThat(caseCounts.failures()).isEmpty();
    assertThat(caseCounts.neglected()).as("pushed too seldom: %s", caseCounts).isEmpty();
  }
}
