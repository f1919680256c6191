// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A stream of a schema and batches that may hold anything at all: what is in it is checked before
 * anybody sees it, and what it says of itself never takes more memory than its own bytes do. Of the
 * header of a batch all is compared with the schema before the body is read. Confined to one
 * thread; does not own the bytes' stream.
 */
public final class ArrowStream {
  private final ArrowMessages messages;
  private final List<Type.Field> fields;
  private final List<ArrowVector> vectors;
  private final int nodes;
  private final int buffers;
  private int rows;

  private ArrowStream(ArrowMessages messages, List<Type.Field> fields) {
    this.messages = messages;
    this.fields = fields;
    this.vectors = fields.stream().map(each -> ArrowVector.of(each.name(), each.type())).toList();
    this.nodes = vectors.stream().mapToInt(ArrowVector::nodes).sum();
    this.buffers = vectors.stream().mapToInt(ArrowVector::buffers).sum();
  }

  /**
   * Begins to read: reads the schema.
   *
   * @throws IOException if it is none, with a short sentence
   */
  public static ArrowStream open(InputStream in) throws IOException {
    ArrowMessages messages = new ArrowMessages(in);
    Optional<ArrowMessage> schema = messages.next(Protocol.MAX_RECORD_BYTES);
    if (schema.isEmpty()) {
      throw new IOException("it ends before its schema");
    }
    return new ArrowStream(messages, SchemaMessage.fields(schema.get()));
  }

  /** Returns the columns, with the type {@code STRING} for each that holds text. */
  public List<Type.Field> fields() {
    return fields;
  }

  /**
   * Reads the next batch into the {@link #vectors()}.
   *
   * @return whether there was one
   * @throws IOException if it is none of these columns, with a short sentence; or if the stream
   *     goes on after its end, or ends before
   */
  public boolean next() throws IOException {
    Optional<ArrowMessage> message = messages.next(RecordBatch.maxTableBytes(nodes, buffers));
    if (message.isEmpty()) {
      return false;
    }
    RecordBatch batch = RecordBatch.of(message.get(), nodes, buffers);
    byte[] body = messages.body(batch.bodyLength());
    for (ArrowVector vector : vectors) {
      vector.load(batch, body, batch.rows());
    }
    rows = batch.rows();
    return true;
  }

  /** Returns how many rows the last batch has. */
  public int rows() {
    return rows;
  }

  /** Returns a vector for each of the {@link #fields()}. */
  public List<ArrowVector> vectors() {
    return vectors;
  }
}
