// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The Arrow batches of a split's body, as Spark's, whose values are decoded only when Spark asks
 * for them. What a browser sent is checked before Spark sees it, which trusts lengths and offsets.
 *
 * <p>Owns Arrow's memory, which is only used while a batch is loaded: what Spark reads lies on the
 * heap. Does not own the stream. Confined to the task thread.
 */
public final class ArrowBatches implements AutoCloseable {
  private final SplitAddress address;
  private final SplitStream stream;
  private final BufferAllocator memory;
  private final BoundedMessageReader messages;
  private final ArrowStreamReader arrow;

  /**
   * Null until the schema has been read, as is the {@link #current} batch. Filled anew for each
   * batch.
   */
  private List<DirectArrowColumn> columns;

  private ColumnarBatch current;

  private ArrowBatches(SplitAddress address, SplitStream stream) {
    this.address = address;
    this.stream = stream;
    this.memory = ArrowMemory.memory("split " + address.split().n());
    this.messages = new BoundedMessageReader(stream, memory);
    this.arrow = new ArrowStreamReader(messages, memory);
  }

  /**
   * Begins to read a body: reads its schema.
   *
   * @throws IndexedDbException {@code ARROW_BLOCKED} if this JVM keeps Arrow from its memory,
   *     {@code SPLIT_DAMAGED} if the body has other columns than were asked for
   */
  public static ArrowBatches open(SplitAddress address, BatchLayout layout, SplitStream stream)
      throws InterruptedIOException {
    ArrowBatches batches = new ArrowBatches(address, stream);
    try {
      batches.readSchema(layout);
      return batches;
    } catch (InterruptedIOException | RuntimeException | Error e) {
      batches.close();
      throw e;
    }
  }

  /** Returns whether there is one more batch, which is then the {@link #current()} one. */
  public boolean next() throws InterruptedIOException {
    return decoded(
        () -> {
          if (!arrow.loadNextBatch()) {
            requireEnd();
            return false;
          }
          VectorSchemaRoot root = arrow.getVectorSchemaRoot();
          int rows = root.getRowCount();
          VectorValidator.require(root.getFieldVectors(), rows);
          BatchBody body = messages.body();
          columns.forEach(column -> column.load(body));
          current.setNumRows(rows);
          root.clear();
          return true;
        });
  }

  public ColumnarBatch current() {
    return current;
  }

  @Override
  public void close() {
    try (memory) {
      arrow.close(false);
      messages.releaseLast();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private void readSchema(BatchLayout layout) throws InterruptedIOException {
    columns =
        decoded(
            () ->
                arrow.getVectorSchemaRoot().getFieldVectors().stream()
                    .map(DirectArrowColumn::new)
                    .toList());
    StructType found =
        new StructType(columns.stream().map(DirectArrowColumn::field).toArray(StructField[]::new));
    if (!SchemaEquality.areEqual(layout.read(), found)) {
      throw IndexedDbException.of(
          ErrorCode.SPLIT_DAMAGED,
          "Cannot read %s: it holds '%s' where '%s' was asked for. Compare the versions of browser"
              + " files, agent and connector.",
          address.name(),
          found.catalogString(),
          layout.read().catalogString());
    }
    current = new ColumnarBatch(layout.arrange(columns, address));
  }

  private void requireEnd() throws IOException {
    if (stream.read() >= 0) {
      throw new IOException("bytes follow the end of the stream");
    }
  }

  private interface Decoding<T> {
    T run() throws IOException;
  }

  /** Whatever Arrow finds wrong, and however it says so, is one error; a killed task is none. */
  private <T> T decoded(Decoding<T> decoding) throws InterruptedIOException {
    try {
      return decoding.run();
    } catch (IndexedDbException | InterruptedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  private IndexedDbException damaged(Exception e) {
    return IndexedDbException.of(
            ErrorCode.SPLIT_DAMAGED,
            "Cannot read %s: its bytes are not the Arrow stream they should be (%s). Compare the"
                + " versions of browser files, agent and connector.",
            address.name(),
            e.getMessage())
        .causedBy(e);
  }
}
