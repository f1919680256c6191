// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvenRangesTest {
  @Test
  void dividesNumbersEvenlyAndLeavesBothEndsOpen() {
    assertThat(number(0, 10, 5).stream().map(range -> range.json().toString()))
        .containsExactly(
            "{\"upper\":{\"number\":2},\"upperOpen\":true}",
            "{\"lower\":{\"number\":2},\"upper\":{\"number\":4},\"upperOpen\":true}",
            "{\"lower\":{\"number\":4},\"upper\":{\"number\":6},\"upperOpen\":true}",
            "{\"lower\":{\"number\":6},\"upper\":{\"number\":8},\"upperOpen\":true}",
            "{\"lower\":{\"number\":8}}");
  }

  @Test
  void dividesDates() {
    List<KeyRange> ranges =
        EvenRanges.between(Optional.of(new Key.DateKey(0)), Optional.of(new Key.DateKey(9)), 2)
            .orElseThrow();
    assertThat(ranges.get(0).upper()).contains(new Key.DateKey(5));
    assertThat(ranges.get(1).lower()).contains(new Key.DateKey(5));
  }

  @Test
  void makesNoEmptyRangesOfFewKeys() {
    assertThat(number(1, 2, 100)).hasSize(2);
    assertThat(number(7, 7, 100)).hasSize(1);
  }

  @Test
  void knowsNothingBetweenOtherKeys() {
    Optional<Key> one = Optional.of(new Key.NumberKey(1));
    assertThat(EvenRanges.between(one, Optional.of(new Key.DateKey(5)), 3)).isEmpty();
    assertThat(EvenRanges.between(one, Optional.of(new Key.StringKey("x")), 3)).isEmpty();
    assertThat(EvenRanges.between(Optional.empty(), Optional.empty(), 3)).isEmpty();
    Optional<Key> infinite = Optional.of(new Key.NumberKey(Double.POSITIVE_INFINITY));
    assertThat(EvenRanges.between(one, infinite, 3)).isEmpty();
    Optional<Key> low = Optional.of(new Key.NumberKey(-Double.MAX_VALUE));
    assertThat(EvenRanges.between(low, Optional.of(new Key.NumberKey(Double.MAX_VALUE)), 3))
        .isEmpty();
  }

  private static List<KeyRange> number(double first, double last, int count) {
    return EvenRanges.between(
            Optional.of(new Key.NumberKey(first)), Optional.of(new Key.NumberKey(last)), count)
        .orElseThrow();
  }
}
