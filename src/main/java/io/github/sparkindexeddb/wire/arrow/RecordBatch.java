// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;

/**
 * The header of a batch: a RecordBatch of Arrow's Message.fbs, with as many nodes and buffers as
 * its columns need, each buffer after the one before and inside the body. They are taken in the
 * order in which vectors have them, depth first. Confined to one thread.
 */
final class RecordBatch {
  /**
   * Most rows of a batch: far more than a browser gathers, and so few that rows without columns,
   * which take no bytes, keep nobody busy for long.
   */
  static final int MAX_ROWS = 1 << 24;

  /** Most bytes of a body: the agent takes no longer batch. */
  private static final int MAX_BODY_BYTES = Protocol.MAX_RECORD_BYTES + Protocol.MAX_FRAME_BYTES;

  /** The places of the table's fields. */
  private static final int NODES = 1;

  private static final int BUFFERS = 2;
  private static final int VARIADIC_BUFFER_COUNTS = 4;

  /** A FieldNode and a Buffer are two longs each. */
  private static final int STRUCT_BYTES = 2 * Long.BYTES;

  /** What the table has beside nodes and buffers, and room for what other writers fill up. */
  private static final int MAX_OTHER_BYTES = 4096;

  private final int rows;
  private final int bodyLength;
  private final FlatTable.Items nodes;
  private final FlatTable.Items buffers;
  private int node;
  private int buffer;

  /** The values of a vector, as the table says. */
  record Node(long length, long nulls) {}

  /** A part of the body. */
  record Region(int start, int length) {}

  private RecordBatch(int rows, int bodyLength, FlatTable.Items nodes, FlatTable.Items buffers) {
    this.rows = rows;
    this.bodyLength = bodyLength;
    this.nodes = nodes;
    this.buffers = buffers;
  }

  /** Returns the most bytes that the table of a batch may have. */
  static int maxTableBytes(int nodes, int buffers) {
    return Math.toIntExact(
        Math.min(
            Protocol.MAX_RECORD_BYTES, MAX_OTHER_BYTES + 2L * STRUCT_BYTES * (nodes + buffers)));
  }

  /** Reads the header of a batch whose vectors need so many nodes and buffers. */
  static RecordBatch of(ArrowMessage message, int nodes, int buffers) throws IOException {
    FlatTable header = message.require(ArrowMessage.RECORD_BATCH).header();
    if (message.isCompressed()) {
      throw new IOException("a batch is compressed");
    }
    if (header.has(VARIADIC_BUFFER_COUNTS)) {
      throw new IOException("a batch has columns of views");
    }
    int rows = within(message.rows(), MAX_ROWS, "rows");
    int bodyLength = within(message.bodyLength(), MAX_BODY_BYTES, "bytes");
    RecordBatch batch =
        new RecordBatch(
            rows,
            bodyLength,
            exactly(nodes, header.items(NODES, STRUCT_BYTES), "vectors"),
            exactly(buffers, header.items(BUFFERS, STRUCT_BYTES), "buffers"));
    batch.requireBuffersInOrder();
    return batch;
  }

  private static int within(long count, int most, String what) throws IOException {
    if (count < 0 || count > most) {
      throw new IOException("a batch says that it has %s %s".formatted(count, what));
    }
    return (int) count;
  }

  private static FlatTable.Items exactly(int count, FlatTable.Items items, String what)
      throws IOException {
    if (items.count() != count) {
      throw new IOException(
          "a batch has %s %s where its columns need %s".formatted(items.count(), what, count));
    }
    return items;
  }

  private void requireBuffersInOrder() throws IOException {
    long end = 0;
    for (int i = 0; i < buffers.count(); i++) {
      long start = buffers.int64(i, 0);
      long length = buffers.int64(i, Long.BYTES);
      boolean isInside =
          start >= end && length >= 0 && start <= bodyLength && length <= bodyLength - start;
      if (!isInside || start % ArrowMessages.ALIGNMENT != 0) {
        throw new IOException(
            "a buffer of %s bytes at %s is no part of a body of %s"
                .formatted(length, start, bodyLength));
      }
      end = start + length;
    }
  }

  int rows() {
    return rows;
  }

  int bodyLength() {
    return bodyLength;
  }

  Node nextNode() {
    int next = node++;
    return new Node(nodes.int64(next, 0), nodes.int64(next, Long.BYTES));
  }

  Region nextBuffer() {
    int next = buffer++;
    return new Region((int) buffers.int64(next, 0), (int) buffers.int64(next, Long.BYTES));
  }
}
