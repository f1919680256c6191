// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import io.github.sparkindexeddb.wire.LittleEndian;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.util.List;

/**
 * A vector of the batch that was read last: where in the batch's body its values are. Whatever a
 * reader does with a row below {@link #length()}, or with an element that an offset names, stays
 * inside the body. Filled anew for each batch; the body of the one before stays as it was.
 */
public abstract sealed class ArrowVector
    permits FixedWidthVector, VariableWidthVector, ListVector, StructVector {
  private final String column;
  private final List<ArrowVector> children;
  private byte[] body;
  private int length;
  private int nulls;
  private int validityAt;

  ArrowVector(String column, List<ArrowVector> children) {
    this.column = column;
    this.children = List.copyOf(children);
  }

  /**
   * Returns the vector of a type.
   *
   * @param column that errors name
   */
  static ArrowVector of(String column, Type type) {
    if (type instanceof Type.Decimal decimal) {
      return new DecimalVector(column, decimal.precision());
    }
    if (type instanceof Type.Array array) {
      return new ListVector(column, of(column, array.element()), false);
    }
    if (type instanceof Type.Map map) {
      List<ArrowVector> entry = List.of(of(column, map.key()), of(column, map.value()));
      return new ListVector(column, new StructVector(column, entry), true);
    }
    if (type instanceof Type.Struct struct) {
      return new StructVector(
          column, struct.fields().stream().map(field -> of(column, field.type())).toList());
    }
    return scalar(column, (Type.Scalar) type);
  }

  private static ArrowVector scalar(String column, Type.Scalar type) {
    return switch (type) {
      case BOOLEAN -> new FixedWidthVector(column, 1);
      case TINYINT -> new FixedWidthVector(column, Byte.SIZE);
      case SMALLINT -> new FixedWidthVector(column, Short.SIZE);
      case INT, FLOAT, DATE -> new FixedWidthVector(column, Integer.SIZE);
      case BIGINT, DOUBLE, TIMESTAMP, TIMESTAMP_NTZ -> new FixedWidthVector(column, Long.SIZE);
      case STRING, TEXT, JSON -> new VariableWidthVector(column, true);
      case BINARY -> new VariableWidthVector(column, false);
    };
  }

  /** Returns the bytes that all places are in. They are not to be changed. */
  public final byte[] body() {
    return body;
  }

  /** Returns the number of values. */
  public final int length() {
    return length;
  }

  /** Returns how many of them are null. */
  public final int nulls() {
    return nulls;
  }

  /** Returns where a bit for each value is, set if it is not null; only if there are nulls. */
  public final int validityAt() {
    return validityAt;
  }

  /** Returns where the values' bytes are; 0 if there are none. */
  public int dataAt() {
    return 0;
  }

  /**
   * Returns where the offsets are, a 32-bit number for each value and one more, which say where in
   * the data or among the elements its part begins and ends; 0 if there are none.
   */
  public int offsetsAt() {
    return 0;
  }

  /** Returns the elements of a list, the entries of a map, or the fields of a struct. */
  public final List<ArrowVector> children() {
    return children;
  }

  /** Returns how many nodes it has in a batch, children counted. */
  final int nodes() {
    return 1 + children.stream().mapToInt(ArrowVector::nodes).sum();
  }

  /** Returns how many buffers it has in a batch, children counted. */
  final int buffers() {
    return 1 + ownBuffers() + children.stream().mapToInt(ArrowVector::buffers).sum();
  }

  /** Returns how many buffers it has beside the validity and those of its children. */
  abstract int ownBuffers();

  /** Takes and checks what {@link #ownBuffers()} counts, and the children. */
  abstract void loadValues(RecordBatch batch) throws IOException;

  /**
   * Takes its values of the next batch.
   *
   * @param wanted how many there must be
   */
  final void load(RecordBatch batch, byte[] bytes, int wanted) throws IOException {
    RecordBatch.Node node = batch.nextNode();
    require(node.length() == wanted, "it has another number of values than it should");
    require(node.nulls() >= 0 && node.nulls() <= wanted, "it has more nulls than values");
    body = bytes;
    length = wanted;
    nulls = (int) node.nulls();
    loadValidity(batch.nextBuffer());
    loadValues(batch);
  }

  private void loadValidity(RecordBatch.Region bits) throws IOException {
    validityAt = bits.start();
    if (nulls > 0 || bits.length() > 0) {
      requireBytes(bits, bitsOf(length));
      int present = LittleEndian.ones(body, validityAt, length);
      require(length - present == nulls, "it has another number of nulls than it says");
    }
  }

  /** Returns how many bytes so many bits take. */
  static long bitsOf(long count) {
    return (count + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** Returns whether a value is there. */
  final boolean isPresent(int row) {
    return nulls == 0 || (body[validityAt + (row >> 3)] >> (row & 7) & 1) != 0;
  }

  /**
   * Returns the last of the offsets, which neither are negative nor decrease; 0 if there are no
   * values.
   */
  final int requireOffsets(RecordBatch.Region offsets) throws IOException {
    if (length == 0) {
      return 0;
    }
    requireBytes(offsets, (length + 1L) * Integer.BYTES);
    int last = LittleEndian.int32(body, offsets.start());
    int wrong = last;
    for (int i = 1; i <= length; i++) {
      int offset = LittleEndian.int32(body, offsets.start() + i * Integer.BYTES);
      wrong |= offset | offset - last;
      last = offset;
    }
    require(wrong >= 0, "its offsets decrease");
    return last;
  }

  final void requireBytes(RecordBatch.Region buffer, long bytes) throws IOException {
    require(buffer.length() >= bytes, "a buffer is too short");
  }

  final void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException("column '%s': %s".formatted(PlainText.of(column), otherwise));
    }
  }
}
