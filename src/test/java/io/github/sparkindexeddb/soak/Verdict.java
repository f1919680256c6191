// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a soak went as it should: no row wrong, no read failed, and nothing of the agent grows.
 */
record Verdict(List<String> faults) {
  /** With fewer there is nothing to compare. */
  static final int MIN_SAMPLES = 6;

  private static final double MAX_GROWTH = 1.25;

  static Verdict of(Tally.Totals totals, List<Sample> samples) {
    List<String> faults = new ArrayList<>();
    add(faults, totals.wrong(), "wrong rows or bodies");
    add(faults, totals.missing(), "missing rows");
    add(faults, totals.failed(), "reads that should have worked and failed");
    if (totals.reads() == 0) {
      faults.add("nothing was read");
    }
    if (samples.size() < MIN_SAMPLES) {
      faults.add("only " + samples.size() + " samples were taken: let it run longer");
      return new Verdict(faults);
    }
    if (last(samples).totals().reads() == last(secondThird(samples)).totals().reads()) {
      faults.add("nothing was read in the last third");
    }
    for (Figure figure : Figure.values()) {
      double before = level(figure, secondThird(samples));
      double after = level(figure, lastThird(samples));
      if (after > before * MAX_GROWTH + figure.allowance()) {
        faults.add(
            String.format(Locale.ROOT, "%s grew: %.1f → %.1f", figure.noun(), before, after));
      }
    }
    return new Verdict(faults);
  }

  private static void add(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(count + " " + what);
    }
  }

  boolean isOk() {
    return faults.isEmpty();
  }

  /** The median of the second third; the first is the way up. */
  static double second(Figure figure, List<Sample> samples) {
    return median(figure, secondThird(samples));
  }

  private static List<Sample> secondThird(List<Sample> samples) {
    return samples.subList(samples.size() / 3, samples.size() * 2 / 3);
  }

  private static List<Sample> lastThird(List<Sample> samples) {
    return samples.subList(samples.size() * 2 / 3, samples.size());
  }

  private static double level(Figure figure, List<Sample> samples) {
    return figure.isOfReads()
        ? samples.stream().mapToDouble(sample -> sample.of(figure)).min().orElse(0)
        : median(figure, samples);
  }

  private static Sample last(List<Sample> samples) {
    return samples.get(samples.size() - 1);
  }

  static double last(Figure figure, List<Sample> samples) {
    return median(figure, lastThird(samples));
  }

  private static double median(Figure figure, List<Sample> samples) {
    double[] sorted = samples.stream().mapToDouble(sample -> sample.of(figure)).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
