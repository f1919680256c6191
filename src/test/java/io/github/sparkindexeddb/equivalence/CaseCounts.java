// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of all cases. */
final class CaseCounts {
  /** More would only be more of the same. */
  private static final int MOST_FAILURES = 10;

  /**
   * What can be seen of a plan, and in how many of a hundred cases it is to be seen at least: far
   * fewer than usual, as it depends on chance.
   */
  enum Pushed {
    CONDITION("pushed [", 30),
    AGGREGATION("aggregated [", 3),
    ORDER("ordered [", 0.3),
    LIMIT("limit [", 1),
    KEY_RANGE("[primary key ", 1),
    INDEX("[index '", 0.3),
    KEYS_ALONE("[count and ends of key ranges", 0.3),
    RUNTIME_FILTER("dynamicpruning", 0.3),
    TEZ(TezQuery.PLAN, 3);

    private final String mark;
    private final double percent;

    Pushed(String mark, double percent) {
      this.mark = mark;
      this.percent = percent;
    }
  }

  private final List<String> failures = new ArrayList<>();
  private final Map<Pushed, Integer> pushed = new EnumMap<>(Pushed.class);
  private int cases;

  void add(QueryTrial.Outcome outcome, String seed) {
    cases++;
    outcome.failure().ifPresent(failure -> failures.add(seed + "\n" + failure));
    outcome.failure().ifPresent(System.out::println);
    for (Pushed each : Pushed.values()) {
      pushed.merge(each, outcome.plan().contains(each.mark) ? 1 : 0, Integer::sum);
    }
  }

  int cases() {
    return cases;
  }

  boolean isEnough() {
    return failures.size() >= MOST_FAILURES;
  }

  List<String> failures() {
    return failures;
  }

  /**
   * What was pushed in too few cases to prove anything; so few cases that it need not be are well.
   */
  List<Pushed> neglected() {
    return pushed.keySet().stream()
        .filter(each -> pushed.get(each) < Math.round(cases * each.percent / 100))
        .toList();
  }

  @Override
  public String toString() {
    return pushed.keySet().stream()
        .map(each -> each.name().toLowerCase(Locale.ROOT) + " in " + pushed.get(each))
        .collect(Collectors.joining(", ", cases + " cases: ", ""));
  }
}
