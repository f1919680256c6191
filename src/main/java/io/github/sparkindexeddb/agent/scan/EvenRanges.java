// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Makes ranges of the same width between two numbers or two dates. They hold about as many records
 * each only if the keys lie evenly, as those of a counter or a clock do, but nobody has to walk
 * over the keys to find them.
 */
final class EvenRanges {
  private EvenRanges() {}

  /** Returns all keys in so many disjoint ranges, in order; nothing for keys of other types. */
  static Optional<List<KeyRange>> between(Optional<Key> first, Optional<Key> last, int count) {
    if (first.orElse(null) instanceof Key.NumberKey from
        && last.orElse(null) instanceof Key.NumberKey to) {
      boolean whole = from.value() == Math.rint(from.value());
      return between(
          from.value(),
          to.value(),
          count,
          value -> new Key.NumberKey(whole ? Math.rint(value) : value));
    }
    if (first.orElse(null) instanceof Key.DateKey from
        && last.orElse(null) instanceof Key.DateKey to) {
      return between(
          from.millis(), to.millis(), count, value -> new Key.DateKey(Math.round(value)));
    }
    return Optional.empty();
  }

  private static Optional<List<KeyRange>> between(
      double first, double last, int count, DoubleFunction<Key> key) {
    if (Double.isInfinite(last - first)) {
      return Optional.empty();
    }
    List<Key> starts =
        IntStream.range(0, count)
            .mapToObj(i -> key.apply(first + (last - first) * i / count))
            .distinct()
            .skip(1)
            .toList();
    List<KeyRange> ranges = new ArrayList<>();
    for (int i = 0; i <= starts.size(); i++) {
      Optional<Key> lower = i == 0 ? Optional.empty() : Optional.of(starts.get(i - 1));
      Optional<Key> upper = i == starts.size() ? Optional.empty() : Optional.of(starts.get(i));
      ranges.add(new KeyRange(lower, upper, false, upper.isPresent()));
    }
    return Optional.of(ranges);
  }
}
