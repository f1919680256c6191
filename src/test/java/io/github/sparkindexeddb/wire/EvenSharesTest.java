// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EvenSharesTest {
  @Test
  void sharesSumUpAndDifferByOneAtMost() {
    for (long total : new long[] {0, 1, 9, 10, 11, 99_999, Long.MAX_VALUE}) {
      for (int shares : new int[] {1, 2, 3, 10, 100}) {
        long[] each =
            IntStream.range(0, shares)
                .mapToLong(place -> EvenShares.of(total, shares, place))
                .toArray();
        assertThat(LongStream.of(each).sum()).isEqualTo(total);
        assertThat(each[0] - each[shares - 1]).as("the first get more").isBetween(0L, 1L);
      }
    }
  }

  @Test
  void nobodyGoesWithoutWhereOneIsTheLeast() {
    assertThat(IntStream.range(0, 4).map(place -> EvenShares.atLeastOne(6, 4, place)))
        .containsExactly(2, 2, 1, 1);
    assertThat(IntStream.range(0, 3).map(place -> EvenShares.atLeastOne(2, 3, place)))
        .containsExactly(1, 1, 1);
    assertThat(EvenShares.atLeastOne(Integer.MAX_VALUE, 1, 0)).isEqualTo(Integer.MAX_VALUE);
  }
}
