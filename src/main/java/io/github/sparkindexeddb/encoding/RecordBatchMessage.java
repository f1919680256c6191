// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.VectorWriter;
import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.MemoryLimit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A record batch message (https://arrow.apache.org/docs/format/Columnar.html), laid out as {@code
 * columns/frame.js} does. For one batch.
 */
final class RecordBatchMessage implements VectorWriter {
  /** What a message begins with, before the length of its metadata. */
  private static final int CONTINUATION = -1;

  /**
   * A member of the enum MetadataVersion in Schema.fbs, and one of MessageHeader in Message.fbs.
   */
  private static final int VERSION_5 = 4;

  private static final int RECORD_BATCH = 3;
  private static final int ALIGNMENT = 8;

  /** What the metadata have beside the two vectors, with the prefix of the message. */
  private static final int FIXED_BYTES = 88;

  private static final int STRUCT_BYTES = 16;

  /** Structs FieldNode: length and number of nulls of each vector. */
  private final GrowableBytes nodes = new GrowableBytes(new MemoryLimit(Long.MAX_VALUE));

  /** Structs Buffer: offset in the body and length of each buffer. */
  private final GrowableBytes regions = new GrowableBytes(new MemoryLimit(Long.MAX_VALUE));

  private final List<Part> parts = new ArrayList<>();
  private long bodyLength;

  @SuppressWarnings("ArrayRecordComponent") // two of them are never compared
  private record Part(byte[] bytes, int length) {}

  @Override
  public void node(int length, int nulls) {
    nodes.putLong(length);
    nodes.putLong(nulls);
  }

  @Override
  public void buffer(byte[] bytes, int length) {
    regions.putLong(bodyLength);
    regions.putLong(length);
    parts.add(new Part(bytes, length));
    bodyLength += padded(length);
  }

  private static long padded(int length) {
    return (length + ALIGNMENT - 1L) & -ALIGNMENT;
  }

  /** Returns the whole message. */
  byte[] bytes(int rows) {
    int size = FIXED_BYTES + nodes.length() + regions.length();
    ByteBuffer message =
        ByteBuffer.allocate(Math.toIntExact(size + bodyLength)).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(CONTINUATION).putInt(size - 2 * Integer.BYTES);
    putMetadata(message, rows);
    for (Part part : parts) {
      message.put(part.bytes, 0, part.length);
      message.position(message.position() + (int) (padded(part.length) - part.length));
    }
    return message.array();
  }

  /**
   * A flatbuffer (https://flatbuffers.dev/internals) of which only the two vectors differ in
   * length: a Message with a RecordBatch, each behind its vtable.
   */
  private void putMetadata(ByteBuffer out, int rows) {
    out.putInt(16);
    put(out, 12, 20, 4, 6, 16, 8); // vtable: version, header_type, header, bodyLength
    out.putInt(12);
    put(out, VERSION_5, RECORD_BATCH);
    out.putLong(bodyLength).putInt(16);
    put(out, 10, 20, 8, 4, 16, 0); // vtable: length, nodes, buffers, and two bytes to fill up
    out.putInt(12).putInt(16).putLong(rows).putInt(12 + nodes.length());
    out.putInt(nodes.length() / STRUCT_BYTES).put(nodes.array(), 0, nodes.length());
    out.putInt(0).putInt(regions.length() / STRUCT_BYTES);
    out.put(regions.array(), 0, regions.length());
  }

  private static void put(ByteBuffer out, int... shorts) {
    for (int each : shorts) {
      out.putShort((short) each);
    }
  }
}
