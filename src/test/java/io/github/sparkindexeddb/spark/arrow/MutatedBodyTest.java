// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Some of what {@link HostileBatchIT} reads more of, others in every build. {@code
 * -Darrow.mutants=10000000} reads for hours; {@code -Darrow.seed} repeats what failed.
 */
class MutatedBodyTest {
  private static final int MUTANTS = Integer.getInteger("arrow.mutants", 20_000);

  @Test
  void isReadOrRefusedWhateverWasChanged() {
    long seed = Long.getLong("arrow.seed", ThreadLocalRandom.current().nextInt());
    String said = HostileBatches.run(MUTANTS, seed);
    System.out.println("Mutated bodies: " + said);
    assertThat(said).matches("[0-9]{3,} read, [0-9]{3,} refused.*");
  }
}
