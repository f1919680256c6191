// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.message.WorkerResult.PlannedSplit;
import io.github.sparkindexeddb.wire.message.WorkerResult.ResumeKey;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyOrder;
import java.util.Optional;

/**
 * Whether the batches of a split go on: each ends at a key of the split that is strictly beyond the
 * one before, or the split would have no end. Confined to the holder of the split's request.
 */
public final class KeyOrderCheck {
  private final PlannedSplit split;
  private boolean mayDescend;
  private boolean descends;
  private Optional<ResumeKey> last = Optional.empty();

  /**
   * @param mayDescend whether the largest key was asked for first: the browser alone knows whether
   *     its keys are in the wanted order, and so its second batch tells
   */
  public KeyOrderCheck(PlannedSplit split, boolean mayDescend) {
    this.split = split;
    this.mayDescend = mayDescend;
  }

  /**
   * Takes where a batch ends.
   *
   * @return why it cannot, as the rest of a sentence; empty if it can
   */
  public Optional<String> problem(ResumeKey next) {
    if (!split.range().contains(next.key())) {
      return Optional.of("its key %s is not of the split".formatted(shown(next)));
    }
    int order = last.map(before -> compare(before, next)).orElse(-1);
    if (last.isPresent() && mayDescend) {
      descends = order > 0;
      mayDescend = false;
    }
    boolean advances = descends ? order > 0 : order < 0;
    Optional<String> problem =
        advances
            ? Optional.empty()
            : Optional.of(
                "its keys do not go on, as %s follows %s"
                    .formatted(shown(next), shown(last.orElseThrow())));
    last = Optional.of(next);
    return problem;
  }

  /** A place without a primary key is behind all records of its key. */
  private static int compare(ResumeKey one, ResumeKey other) {
    int keys = KeyOrder.compare(one.key(), other.key());
    if (keys != 0) {
      return keys;
    }
    if (one.primary().isEmpty() || other.primary().isEmpty()) {
      return Boolean.compare(one.primary().isEmpty(), other.primary().isEmpty());
    }
    return KeyOrder.compare(one.primary().get(), other.primary().get());
  }

  private static String shown(ResumeKey place) {
    String key = shown(place.key());
    return place.primary().map(primary -> key + " with " + shown(primary)).orElse(key);
  }

  private static String shown(Key key) {
    return "'" + PlainText.of(Json.write(key.json())) + "'";
  }
}
