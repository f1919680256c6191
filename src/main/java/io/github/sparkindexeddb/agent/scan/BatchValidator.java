// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.rows.BatchCheck;
import io.github.sparkindexeddb.agent.rows.KeyOrderCheck;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.query.Order;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Checks the batches of a split before a reader sees them: a browser is a stranger, and its rows
 * must not hide those of others, nor have no end. Belongs to the holder of the split's one open
 * request.
 */
final class BatchValidator {
  private static final int MAX_BATCH_BYTES = Protocol.MAX_RECORD_BYTES + Protocol.MAX_FRAME_BYTES;

  /** A worker looks for rows for a second before it answers with none: this is hours of them. */
  private static final int MAX_BATCHES_WITHOUT_ROWS = 10_000;

  private final ClientName client;
  private final SplitTask task;
  private final Format format;
  private final List<Column> columns;
  private final KeyOrderCheck keys;
  private WorkerResult.Batch batch;
  private BatchCheck bytes;
  private int batchesWithoutRows;

  BatchValidator(ClientName client, SplitTask task) {
    this.client = client;
    this.task = task;
    this.format = task.spec().projection().format();
    this.columns = SplitHeader.columns(task.spec());
    this.keys = new KeyOrderCheck(task.planned(), mayDescend(task));
  }

  private static boolean mayDescend(SplitTask task) {
    return task.spec()
        .query()
        .order()
        .filter(order -> order.direction() == Order.Direction.DESCENDING)
        .isPresent();
  }

  /**
   * Begins a batch.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE} if it makes no sense: it would make such rows
   */
  WorkerResult.Batch begin(WorkerResult.Batch announced) {
    if (!isConsistent(announced)) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot take a batch of %s: its numbers contradict each other (%s bytes, %s rows of %s"
              + " records). Use page link and agent of one version.",
          AgentLog.describe(client),
          announced.bytes(),
          announced.records(),
          announced.progress().read());
    }
    batch = announced;
    bytes = BatchCheck.of(format, columns);
    return announced;
  }

  private boolean isConsistent(WorkerResult.Batch announced) {
    WorkerResult.Progress progress = announced.progress();
    boolean sizeFits = announced.bytes() >= 0 && announced.bytes() <= MAX_BATCH_BYTES;
    boolean rowsFit =
        announced.records() <= progress.read() || task.isTotal() && announced.records() == 1;
    boolean countsFit = announced.records() >= 0 && rowsFit && progress.read() >= 0;
    boolean bytesMatchRows = announced.bytes() > 0 == announced.records() > 0;
    boolean advances = progress.done() || progress.read() > 0;
    boolean hasResumeKey = progress.read() == 0 || progress.last().isPresent();
    return sizeFits && countsFit && bytesMatchRows && advances && hasResumeKey;
  }

  /**
   * Takes the next bytes of the batch, which stay unread.
   *
   * @return whether they are worth to be kept
   */
  boolean accepts(ByteBuffer payload) {
    bytes.update(payload);
    return !bytes.isBroken();
  }

  /** Ends the batch, and returns what is wrong with it. */
  Optional<IndexedDbException> damage() {
    batchesWithoutRows = batch.records() > 0 ? 0 : batchesWithoutRows + 1;
    return bytes
        .problem(batch.records())
        .map(why -> "a batch of its rows is not the %s it should be: %s".formatted(name(), why))
        .or(() -> batch.progress().last().flatMap(keys::problem))
        .or(this::tooManyWithoutRows)
        .map(this::damaged);
  }

  private String name() {
    return switch (format) {
      case ARROW -> "Arrow";
      case CSV -> "CSV";
      case NDJSON -> "JSON";
    };
  }

  private Optional<String> tooManyWithoutRows() {
    return batchesWithoutRows < MAX_BATCHES_WITHOUT_ROWS
        ? Optional.empty()
        : Optional.of(
            "%s batches in a row were without rows and without end".formatted(batchesWithoutRows));
  }

  private IndexedDbException damaged(String why) {
    return IndexedDbException.of(
        ErrorCode.SPLIT_DAMAGED,
        "Cannot trust the rows of %s: %s. Compare the versions of its browser files and of the"
            + " agent; if they are the same, leave this client out by 'exceptClients'.",
        AgentLog.describe(client),
        why);
  }
}
