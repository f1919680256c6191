// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.HeapShare;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.WorkerRequest.SplitSizes;
import io.github.sparkindexeddb.wire.message.WorkerResult.PlanResult;
import io.github.sparkindexeddb.wire.message.WorkerResult.PlannedSplit;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What the plans of one scan may take, each by itself and all together. Thread-safe. */
final class PlanLimits {
  /** Each split costs key reads in a browser and a file in the spool. */
  static final int MAX_SPLITS = 10_000;

  /** One client leaves room for the plans of others. */
  private static final int CLIENTS_AT_LEAST = 8;

  private static final int SPLIT_BYTES = 1024;
  private static final int KEY_BYTES = 64;

  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();

  PlanLimits() {
    this(HeapShare.partOf(16));
  }

  PlanLimits(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Returns the plan if it is no more than what was asked for.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE} if it has more splits
   */
  static PlanResult asked(PlanResult plan, SplitSizes sizes) {
    int most = Math.min(Math.max(1, sizes.atMost()), MAX_SPLITS);
    if (plan.splits().size() > most) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot take a plan: it has %s splits, not at most %s as asked. Use page link and agent"
              + " of one version.",
          plan.splits().size(),
          most);
    }
    return plan;
  }

  /**
   * Returns the plan if there is memory for it beside the others of the scan.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE}
   */
  PlanResult withinMemory(ClientName client, PlanResult plan) {
    long size = plan.splits().stream().mapToLong(PlanLimits::bytes).sum() + keys(plan);
    if (size > maxBytes / CLIENTS_AT_LEAST || bytes.addAndGet(size) > maxBytes) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot take the plan of %s: its %s splits with their keys take %s bytes of memory. Give"
              + " the agent more of it, or ask for fewer splits.",
          AgentLog.describe(client),
          plan.splits().size(),
          size);
    }
    return plan;
  }

  private static long keys(PlanResult plan) {
    return Stream.of(plan.keys().first(), plan.keys().last(), plan.keys().fraction())
        .flatMap(key -> key.stream())
        .mapToLong(PlanLimits::bytes)
        .sum();
  }

  private static long bytes(PlannedSplit split) {
    KeyRange range = split.range();
    return SPLIT_BYTES
        + range.lower().map(PlanLimits::bytes).orElse(0L)
        + range.upper().map(PlanLimits::bytes).orElse(0L)
        + split.index().map(Catalog.Index::bytes).orElse(0L);
  }

  /** Goes through all levels without a call for each: a page says how many there are. */
  private static long bytes(Key whole) {
    long bytes = 0;
    Deque<Key> left = new ArrayDeque<>(List.of(whole));
    while (!left.isEmpty()) {
      Key key = left.pop();
      bytes += KEY_BYTES;
      if (key instanceof Key.StringKey text) {
        bytes += 2L * text.value().length();
      } else if (key instanceof Key.ArrayKey array) {
        left.addAll(array.elements());
      } else if (key instanceof Key.BinaryKey binary) {
        bytes += binary.value().length;
      }
    }
    return bytes;
  }
}
