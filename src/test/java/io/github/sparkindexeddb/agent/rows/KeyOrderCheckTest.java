// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.WorkerResult.PlannedSplit;
import io.github.sparkindexeddb.wire.message.WorkerResult.ResumeKey;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyOrderCheckTest {
  private static final KeyRange ONE_TO_NINE =
      new KeyRange(Optional.of(number(1)), Optional.of(number(9)), true, false);
  private static final Key BESIDE_INDEX = new Key.ArrayKey(List.of());

  @Test
  void takesKeysThatAscend() {
    assertTaken(primary(false), at(-5), at(0), at(0.5), at("a"), at("b"));
    assertRefused(primary(false), at(2), at(2));
    assertRefused(primary(false), at(2), at(1));
    assertRefused(primary(false), at("a"), at(1));
  }

  @Test
  void takesKeysThatDescendOnlyIfThatWasAskedFor() {
    assertTaken(primary(true), at(5), at(4), at(3));
    assertTaken(primary(true), at(3), at(4), at(5));
    assertRefused(primary(true), at(5), at(4), at(4.5));
    assertRefused(primary(true), at(3), at(4), at(3.5));
    assertRefused(primary(true), at(5), at(5));
    assertRefused(primary(false), at(5), at(4));
  }

  @Test
  void takesKeysWithinTheRange() {
    PlannedSplit split = PlannedSplit.whole(ONE_TO_NINE, 9);
    assertTaken(new KeyOrderCheck(split, false), at(1.5), at(9));
    assertRefused(new KeyOrderCheck(split, false), at(1));
    assertRefused(new KeyOrderCheck(split, false), at(9.5));
    assertRefused(new KeyOrderCheck(split, false), at("a"));
    assertRefused(new KeyOrderCheck(split, false), beside(1));
  }

  @Test
  void takesPrimaryKeysWithinTheRunOfAnIndexKey() {
    assertTaken(index(false), run("a", 1), run("a", 2), at("a"), run("b", 1), at("c"));
    assertRefused(index(false), run("a", 2), run("a", 2));
    assertRefused(index(false), run("a", 2), run("a", 1));
    assertRefused(index(false), at("a"), run("a", 1));
    assertRefused(index(false), at("a"), at("a"));
  }

  @Test
  void takesPrimaryKeysBesideAnIndexThatLacksRecords() {
    assertTaken(index(false), beside(1), beside(2));
    assertTaken(index(true), beside(2), beside(1));
    assertRefused(index(false), beside(2), beside(1));
    assertRefused(index(false), beside(2), beside(2));
  }

  @Test
  void namesKeysOnOneShortLine() {
    KeyOrderCheck check = primary(false);
    assertThat(check.problem(at("b"))).isEmpty();
    assertThat(check.problem(at("a\u001b[2J\n" + "x".repeat(10_000))).orElseThrow())
        .startsWith("its keys do not go on, as '{\"string\":\"a")
        .endsWith(" follows '{\"string\":\"b\"}'")
        .hasSizeLessThan(400)
        .doesNotContain("\n", "\u001b");
  }

  private static void assertTaken(KeyOrderCheck check, ResumeKey... keys) {
    for (ResumeKey key : keys) {
      assertThat(check.problem(key)).as("%s", key).isEmpty();
    }
  }

  /** The last of the keys is refused, those before are taken. */
  private static void assertRefused(KeyOrderCheck check, ResumeKey... keys) {
    assertTaken(check, List.of(keys).subList(0, keys.length - 1).toArray(ResumeKey[]::new));
    assertThat(check.problem(keys[keys.length - 1])).isPresent();
  }

  private static KeyOrderCheck primary(boolean mayDescend) {
    return new KeyOrderCheck(PlannedSplit.whole(KeyRange.ALL, 9), mayDescend);
  }

  private static KeyOrderCheck index(boolean mayDescend) {
    Catalog.Index index =
        new Catalog.Index("byNote", new KeyPath(List.of("note"), false), false, false);
    PlannedSplit split = new PlannedSplit(KeyRange.ALL, Optional.of(index), 9, Optional.empty());
    return new KeyOrderCheck(split, mayDescend);
  }

  private static ResumeKey at(double key) {
    return ResumeKey.at(number(key));
  }

  private static ResumeKey at(String key) {
    return ResumeKey.at(new Key.StringKey(key));
  }

  private static ResumeKey run(String key, double primary) {
    return new ResumeKey(new Key.StringKey(key), Optional.of(number(primary)));
  }

  private static ResumeKey beside(double primary) {
    return new ResumeKey(BESIDE_INDEX, Optional.of(number(primary)));
  }

  private static Key number(double key) {
    return new Key.NumberKey(key);
  }
}
