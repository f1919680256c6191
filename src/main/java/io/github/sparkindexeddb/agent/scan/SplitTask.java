// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.query.PushedAggregation;
import java.util.OptionalLong;

/** The members that every request of a split repeats, and what its client was read of. */
record SplitTask(
    WorkerRequest.StoreName store,
    ReadStore readStore,
    WorkerResult.PlannedSplit planned,
    WorkerRequest.ReadSpec spec,
    Framing framing) {
  /**
   * The bytes before and after the batches of a split. Of splits that are read as one body the
   * first has the head and the last the tail.
   */
  record Framing(byte[] head, byte[] tail) {}

  /** Returns what is still to be read when so many rows have come. */
  WorkerRequest.ReadSpec remaining(long rows) {
    OptionalLong limit = spec.query().limit();
    return limit.isEmpty()
        ? spec
        : limitedTo(OptionalLong.of(Math.max(1, limit.getAsLong() - rows)));
  }

  WorkerRequest.ReadSpec limitedTo(OptionalLong rows) {
    return new WorkerRequest.ReadSpec(spec.projection(), spec.query().withLimit(rows));
  }

  /**
   * Returns whether no more rows are wanted. In an order only the browser knows: one whose keys are
   * not in that order sends all rows, whatever the limit.
   */
  boolean isComplete(long rows) {
    OptionalLong limit = spec.query().limit();
    return limit.isPresent() && spec.query().order().isEmpty() && rows >= limit.getAsLong();
  }

  /** Returns whether a row comes of no records too. */
  boolean isTotal() {
    return spec.query().aggregation().filter(PushedAggregation::isTotal).isPresent();
  }
}
