// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import java.util.List;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of the batch that an Arrow vector holds at the moment, read by address: Arrow, and
 * Spark's own column over it, look at bounds and reference counts on each access, although {@link
 * VectorValidator} has looked at the whole batch, and its owner keeps it until the next one. That
 * took two fifths of a task's time.
 *
 * <p>Filled anew by {@link #load()}. The memory belongs to the reader, so closing does nothing.
 */
final class DirectArrowColumn extends ColumnVector {
  private final FieldVector vector;
  private final DirectArrowColumn[] children;
  private int nulls;

  /** Addresses; 0 where the vector has no such buffer. */
  private long validity;

  private long data;
  private long offsets;

  DirectArrowColumn(FieldVector vector) {
    super(ArrowUtils.fromArrowField(vector.getField()));
    this.vector = vector;
    // Of a list the elements, of a map its entries.
    this.children =
        vector.getChildrenFromFields().stream()
            .map(DirectArrowColumn::new)
            .toArray(DirectArrowColumn[]::new);
  }

  /** Returns the column as Arrow describes it. */
  StructField field() {
    return new StructField(vector.getName(), dataType(), true, Metadata.empty());
  }

  /**
   * Takes the values of the next batch, which has passed {@link VectorValidator#require(List,
   * int)}.
   */
  void load() {
    nulls = vector.getNullCount();
    validity = vector.getValidityBufferAddress();
    boolean nested = vector instanceof ListVector || vector instanceof StructVector;
    boolean varied = vector instanceof ListVector || vector instanceof BaseVariableWidthVector;
    data = nested ? 0 : vector.getDataBufferAddress();
    offsets = varied ? vector.getOffsetBufferAddress() : 0;
    for (DirectArrowColumn child : children) {
      child.load();
    }
  }

  @Override
  public boolean hasNull() {
    return nulls > 0;
  }

  @Override
  public int numNulls() {
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return nulls > 0 && !bit(validity, row);
  }

  @Override
  public boolean getBoolean(int row) {
    return bit(data, row);
  }

  @Override
  public byte getByte(int row) {
    return Platform.getByte(null, data + row);
  }

  @Override
  public short getShort(int row) {
    return Platform.getShort(null, data + (long) row * Short.BYTES);
  }

  @Override
  public int getInt(int row) {
    return Platform.getInt(null, data + (long) row * Integer.BYTES);
  }

  @Override
  public long getLong(int row) {
    return Platform.getLong(null, data + (long) row * Long.BYTES);
  }

  @Override
  public float getFloat(int row) {
    return Platform.getFloat(null, data + (long) row * Float.BYTES);
  }

  @Override
  public double getDouble(int row) {
    return Platform.getDouble(null, data + (long) row * Double.BYTES);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    return isNullAt(row)
        ? null
        : Decimal.apply(((DecimalVector) vector).getObject(row), precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    if (isNullAt(row)) {
      return null;
    }
    int start = start(row);
    return UTF8String.fromAddress(null, data + start, start(row + 1) - start);
  }

  @Override
  public byte[] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    int start = start(row);
    byte[] bytes = new byte[start(row + 1) - start];
    Platform.copyMemory(null, data + start, bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
    return bytes;
  }

  @Override
  public ColumnarArray getArray(int row) {
    if (isNullAt(row)) {
      return null;
    }
    int start = start(row);
    return new ColumnarArray(children[0], start, start(row + 1) - start);
  }

  @Override
  public ColumnarMap getMap(int row) {
    if (isNullAt(row)) {
      return null;
    }
    int start = start(row);
    DirectArrowColumn entries = children[0];
    return new ColumnarMap(entries.children[0], entries.children[1], start, start(row + 1) - start);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return children[ordinal];
  }

  @Override
  public void close() {}

  private int start(int row) {
    return Platform.getInt(null, offsets + (long) row * Integer.BYTES);
  }

  private static boolean bit(long bits, int row) {
    return (Platform.getByte(null, bits + (row >> 3)) >> (row & 7) & 1) != 0;
  }
}
