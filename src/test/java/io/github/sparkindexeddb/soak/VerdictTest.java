// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
  private static final Tally.Totals RIGHT = totals(0, 0, 0);

  @Test
  void isOkWhenAllIsFlatAndRight() {
    assertThat(Verdict.of(RIGHT, samples(Figure.HEAP_MB, n -> 100)).isOk()).isTrue();
  }

  @Test
  void theWayUpIsNoGrowth() {
    assertThat(Verdict.of(RIGHT, samples(Figure.HEAP_MB, n -> n < 10 ? n : 100)).isOk()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatGrowsIsNamed(Figure figure) {
    assertThat(Verdict.of(RIGHT, samples(figure, n -> 1000 * n)).faults())
        .containsExactly(
            figure.noun()
                + (figure.isOfReads() ? " grew: 10000.0 → 20000.0" : " grew: 15000.0 → 25000.0"));
  }

  /** Most samples of the last third may fall on a read, in a soak of few. */
  @ParameterizedTest
  @EnumSource
  void whatComesAndGoesWithReadsDoesNotGrow(Figure figure) {
    Verdict verdict = Verdict.of(RIGHT, samples(figure, n -> n < 20 || n == 23 ? 1 : 1000));
    assertThat(verdict.isOk()).isEqualTo(figure.isOfReads());
  }

  @Test
  void aRowThatIsWrongOrMissingOrAReadThatFailedIsCounted() {
    List<Sample> flat = samples(Figure.HEAP_MB, n -> 100);
    assertThat(Verdict.of(totals(1, 0, 0), flat).faults())
        .containsExactly("1 wrong rows or bodies");
    assertThat(Verdict.of(totals(0, 2, 0), flat).faults()).containsExactly("2 missing rows");
    assertThat(Verdict.of(totals(0, 0, 3), flat).faults())
        .containsExactly("3 reads that should have worked and failed");
  }

  /** Whoever waits for ever fails no read. */
  @Test
  void readersThatCameToAStandstillAreNoticed() {
    List<Sample> samples = new ArrayList<>(samples(Figure.HEAP_MB, n -> 100).subList(0, 12));
    Sample last = samples.get(11);
    for (int n = 12; n < 30; n++) {
      samples.add(new Sample(n, last.figures(), last.totals()));
    }
    assertThat(Verdict.of(RIGHT, samples).faults())
        .containsExactly("nothing was read in the last third");
  }

  @Test
  void saysNothingGoodOfFewSamples() {
    assertThat(Verdict.of(RIGHT, samples(Figure.HEAP_MB, n -> 100).subList(0, 5)).isOk()).isFalse();
  }

  private static Tally.Totals totals(long wrong, long missing, long failed) {
    return totals(1, wrong, missing, failed);
  }

  private static Tally.Totals totals(long reads, long wrong, long missing, long failed) {
    return new Tally.Totals(10 * reads, reads, wrong, missing, failed, Map.of(), Map.of());
  }

  private static List<Sample> samples(Figure figure, IntToDoubleFunction value) {
    return IntStream.range(0, 30)
        .mapToObj(
            n -> {
              Map<Figure, Double> figures = new EnumMap<>(Figure.class);
              for (Figure each : Figure.values()) {
                figures.put(each, each == figure ? value.applyAsDouble(n) : 1.0);
              }
              return new Sample(n, figures, totals(n, 0, 0, 0));
            })
        .toList();
  }
}
