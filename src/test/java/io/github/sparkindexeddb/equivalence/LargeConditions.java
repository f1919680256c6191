// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes up conditions that are true for little and for much of a {@link LargeStore}. */
final class LargeConditions {
  private static final double LITTLE = 0.002;

  /** Of an index, fewer entries than it is counted to. */
  private static final double SOME = 0.1;

  /** More than these, and a quarter of the records at most: enough for the index, in splits. */
  private static final double MANY = 0.2;

  /** Too much for an index. */
  private static final double MOST = 0.6;

  private final SeededRandom seededRandom;
  private final References references;

  LargeConditions(SeededRandom seededRandom, References references) {
    this.seededRandom = seededRandom;
    this.references = references;
  }

  /** Without a condition, and under each. */
  Stream<Optional<Predicate>> conditions() {
    return Stream.concat(
        Stream.of(Optional.empty()), Stream.concat(ranges(), lists()).map(Optional::of));
  }

  private Stream<Predicate> ranges() {
    return Stream.concat(
        Stream.of("id", "a", "d", "t")
            .flatMap(
                column -> Stream.of(LITTLE, SOME, MANY, MOST).map(part -> range(column, part))),
        Stream.of(
            range("_key", MANY),
            range("id", MOST).and(range("a", SOME)),
            range("id", LITTLE).or(range("a", LITTLE))));
  }

  private Stream<Predicate> lists() {
    return Stream.of(
        list("id", 30),
        list("_key", 3000),
        list("a", 12),
        list("t", 8),
        // More pairs than are looked up one by one: of the index, all that begin with a group are.
        list("g", 40).and(list("t", 50)),
        list("g", 20).and(list("t", 40)),
        list("g", 12).and(range("t", SOME)));
  }

  /** So large a part of a column's values, one after the other. */
  private Predicate range(String column, double part) {
    Reference reference = references.named(column).orElseThrow();
    List<Object> sorted = reference.values().stream().sorted().toList();
    int count = (int) (sorted.size() * part);
    int first = seededRandom.between(0, sorted.size() - count);
    return Predicate.ofSpark(
        reference.column(seededRandom).between(sorted.get(first), sorted.get(first + count - 1)));
  }

  private Predicate list(String column, int count) {
    Reference reference = references.named(column).orElseThrow();
    Object[] values =
        Stream.generate(() -> seededRandom.oneOf(reference.values())).limit(count).toArray();
    return Predicate.ofSpark(reference.column(seededRandom).isin(values));
  }
}
