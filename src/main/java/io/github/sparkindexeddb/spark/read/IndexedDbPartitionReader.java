// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.CancelWatch;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.client.SplitTrailers;
import io.github.sparkindexeddb.spark.arrow.ArrowBatches;
import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import io.github.sparkindexeddb.spark.read.ReadMetrics.Measure;
import io.github.sparkindexeddb.wire.value.Format;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Reads one split. It is complete only if its rows are as many as the agent sealed.
 *
 * <p>Lives as long as its task: if the task reads the same split twice at once, Spark before 4.2
 * closes the first reader at the second, and goes on with both. So a reader that is closed before
 * its end only leaves the agent, and goes on where it stopped if it is asked to.
 *
 * <p>Owns the stream; a batch is valid until the next one is asked for. Guarded by {@code this},
 * since threads that Spark starts for a task read in it, too; but for {@link #stream}, whose
 * closing ends a read.
 */
final class IndexedDbPartitionReader implements PartitionReader<ColumnarBatch> {
  private final SplitAddress address;
  private final BatchLayout layout;
  private final SplitStream stream;
  private final CancelWatch watch;

  /** Null outside of tasks. */
  private final TaskContext task;

  /**
   * Null until the first batch is asked for, so that an unread split costs the browser nothing, and
   * again after the last.
   */
  private ArrowBatches batches;

  private long rows;
  private long batchesRead;

  /** Null until the split has been read to its end. */
  private SplitTrailers trailers;

  IndexedDbPartitionReader(SplitAddress address, BatchLayout layout) {
    this.address = address;
    this.layout = layout;
    this.stream = SplitStream.open(address, Format.ARROW);
    this.task = TaskContext.get();
    this.watch = CancelWatch.begin(() -> task != null && task.isInterrupted(), stream::close);
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) completed -> release());
    }
  }

  @Override
  public synchronized boolean next() throws InterruptedIOException {
    if (trailers != null) {
      return false;
    }
    if (batches == null) {
      batches = ArrowBatches.open(address, layout, stream);
    }
    if (batches.next()) {
      rows += batches.current().numRows();
      batchesRead++;
      return true;
    }
    finish();
    return false;
  }

  @Override
  public synchronized ColumnarBatch get() {
    return batches.current();
  }

  /** Returns what was counted so far; what only a whole split tells is 0 until its end. */
  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    long skipped = trailers == null ? 0 : Math.max(0, trailers.examined() - trailers.rows());
    return new CustomTaskMetric[] {
      Measure.RECORDS_READ.of(rows),
      Measure.RECORDS_SKIPPED.of(skipped),
      Measure.BYTES_READ.of(stream.bytesRead()),
      Measure.MILLIS_WAITING.of(TimeUnit.NANOSECONDS.toMillis(stream.nanosWaiting())),
      Measure.BATCHES_READ.of(batchesRead),
      Measure.RESUMES.of(stream.resumes()),
      Measure.RECORDS_CORRUPT.of(trailers == null ? 0 : trailers.malformed().count())
    };
  }

  @Override
  public void close() {
    if (task == null || task.isCompleted()) {
      release();
    } else {
      stream.suspend();
    }
  }

  private void release() {
    watch.close();
    stream.close();
  }

  /** Keeps no batch: a task may read one split after another, and its readers live as long. */
  private void finish() {
    trailers = stream.trailers().requireRows(address, rows);
    watch.close();
    batches = null;
  }
}
