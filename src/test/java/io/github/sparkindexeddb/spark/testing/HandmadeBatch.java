// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.testing;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch as a message of Arrow's streaming format, field by field: whatever is said is written.
 */
public final class HandmadeBatch {
  private static final int ALIGNMENT = 8;

  private final long rows;
  private final List<long[]> nodes = new ArrayList<>();
  private final List<long[]> buffers = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int kind = 3;
  private int version = 4;
  private int continuation = -1;
  private long bodyLength = -1;
  private boolean isCompressed;
  private boolean hasVariadicCounts;

  private HandmadeBatch(long rows) {
    this.rows = rows;
  }

  public static HandmadeBatch ofRows(long rows) {
    return new HandmadeBatch(rows);
  }

  /** Adds what is said of a vector. */
  public HandmadeBatch node(long length, long nulls) {
    nodes.add(new long[] {length, nulls});
    return this;
  }

  /** Adds a buffer with its bytes. */
  public HandmadeBatch buffer(byte... bytes) {
    region(body.size(), bytes.length);
    body.writeBytes(bytes);
    body.writeBytes(new byte[-bytes.length & (ALIGNMENT - 1)]);
    return this;
  }

  /** Adds a buffer of little-endian numbers. */
  public HandmadeBatch ints(int... numbers) {
    ByteBuffer bytes = littleEndian(numbers.length * Integer.BYTES);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    return buffer(bytes.array());
  }

  /** Adds a buffer of little-endian numbers. */
  public HandmadeBatch longs(long... numbers) {
    ByteBuffer bytes = littleEndian(numbers.length * Long.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return buffer(bytes.array());
  }

  /** Adds what is said of a buffer, without bytes. */
  public HandmadeBatch region(long start, long length) {
    buffers.add(new long[] {start, length});
    return this;
  }

  public HandmadeBatch kind(int kind) {
    this.kind = kind;
    return this;
  }

  public HandmadeBatch version(int version) {
    this.version = version;
    return this;
  }

  public HandmadeBatch continuation(int continuation) {
    this.continuation = continuation;
    return this;
  }

  /** Says that the body has so many bytes. */
  public HandmadeBatch bodyLength(long length) {
    this.bodyLength = length;
    return this;
  }

  public HandmadeBatch compressed() {
    this.isCompressed = true;
    return this;
  }

  public HandmadeBatch withVariadicCounts() {
    this.hasVariadicCounts = true;
    return this;
  }

  /** Returns prefix, table and body. */
  public byte[] message() {
    byte[] table = table();
    int size = table.length + (-table.length & (ALIGNMENT - 1));
    return littleEndian(2 * Integer.BYTES + size + body.size())
        .putInt(continuation)
        .putInt(size)
        .put(table)
        .put(new byte[size - table.length])
        .put(body.toByteArray())
        .array();
  }

  private byte[] table() {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int header = header(builder);
    builder.startTable(5);
    builder.addLong(3, bodyLength < 0 ? body.size() : bodyLength, 0);
    builder.addOffset(2, header, 0);
    builder.addShort(0, (short) version, 0);
    builder.addByte(1, (byte) kind, 0);
    builder.finish(builder.endTable());
    return builder.sizedByteArray();
  }

  private int header(FlatBufferBuilder builder) {
    int compression = 0;
    if (isCompressed) {
      builder.startTable(2);
      compression = builder.endTable();
    }
    int counts = hasVariadicCounts ? longs(builder, List.of(new long[] {1, 1}), 1) : 0;
    int nodesAt = longs(builder, nodes, nodes.size());
    int buffersAt = longs(builder, buffers, buffers.size());
    builder.startTable(5);
    builder.addLong(0, rows, 0);
    builder.addOffset(1, nodesAt, 0);
    builder.addOffset(2, buffersAt, 0);
    builder.addOffset(3, compression, 0);
    builder.addOffset(4, counts, 0);
    return builder.endTable();
  }

  /** Writes structs of two longs each. */
  private static int longs(FlatBufferBuilder builder, List<long[]> pairs, int count) {
    builder.startVector(2 * Long.BYTES, count, Long.BYTES);
    for (int i = pairs.size() - 1; i >= 0; i--) {
      builder.putLong(pairs.get(i)[1]);
      builder.putLong(pairs.get(i)[0]);
    }
    return builder.endVector();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
