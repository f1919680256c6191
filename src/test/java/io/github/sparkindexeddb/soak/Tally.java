// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What was read, and what went wrong. Thread-safe. */
final class Tally {
  private static final int MAX_PROBLEMS = 50;

  private final LongAdder rows = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> acts = new ConcurrentSkipListMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * All of it at one time.
   *
   * @param wrong rows of a read that its browsers do not have, or not there
   * @param missing rows that should have come
   * @param failed reads that should have worked, and what else should not have happened
   * @param errors by code, of reads from those who misbehave
   * @param acts what was done by those, and how often
   */
  record Totals(
      long rows,
      long reads,
      long wrong,
      long missing,
      long failed,
      Map<String, Long> errors,
      Map<String, Long> acts) {}

  /** Counts a read that came to its end. */
  void read(String what, RowCheck.Finding finding) {
    reads.increment();
    rows.add(finding.rows());
    wrong.add(finding.wrong());
    missing.add(finding.missing());
    if (!finding.isRight()) {
      problem(what + ": " + finding);
    }
  }

  /** Counts what should have worked. */
  void failed(String what, Throwable error) {
    failed.increment();
    problem(what + ": " + error);
  }

  /** Counts a read that failed because of somebody who misbehaves. */
  void error(String code) {
    count(errors, code);
  }

  /** As {@link #error(String)}; the agent itself must not have failed. */
  void error(String what, IndexedDbException error) {
    switch (error.code()) {
      case AGENT_FAILED, AGENT_UNREACHABLE, SPLIT_TRUNCATED, SPOOL_FAILED -> failed(what, error);
      default -> error(error.code().name());
    }
  }

  void act(String name) {
    count(acts, name);
  }

  private static void count(Map<String, LongAdder> counts, String name) {
    counts.computeIfAbsent(name, any -> new LongAdder()).increment();
  }

  private synchronized void problem(String text) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(text);
    }
  }

  /** The first of what was found. */
  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  Totals totals() {
    return new Totals(
        rows.sum(),
        reads.sum(),
        wrong.sum(),
        missing.sum(),
        failed.sum(),
        sums(errors),
        sums(acts));
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((name, count) -> sums.put(name, count.sum()));
    return sums;
  }
}
