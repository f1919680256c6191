// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
 * A column of a batch, read by offset: Arrow, and Spark's own column over it, look at bounds and
 * reference counts on each access, although {@link VectorValidator} has looked at the whole batch.
 * That took two fifths of a task's time.
 *
 * <p>Filled anew by {@link #load(BatchBody)}. The bytes lie on the heap and belong to nobody, so
 * closing does nothing: Spark before 4.2 closes a reader whose batch a task is still in, and a
 * string that somebody kept points into them.
 */
final class DirectArrowColumn extends ColumnVector {
  private final FieldVector vector;
  private final DirectArrowColumn[] children;
  private int nulls;

  /** What is read of each buffer: an array and the offset in it. Empty if there is no such one. */
  private byte[] validity;

  private long validityAt;
  private byte[] data;
  private long dataAt;
  private byte[] offsets;
  private long offsetsAt;

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
  void load(BatchBody body) {
    nulls = vector.getNullCount();
    boolean nested = vector instanceof ListVector || vector instanceof StructVector;
    boolean varied = vector instanceof ListVector || vector instanceof BaseVariableWidthVector;
    BatchBody.Slice bits =
        nulls == 0 ? BatchBody.Slice.NONE : body.slice(vector.getValidityBuffer());
    BatchBody.Slice values = nested ? BatchBody.Slice.NONE : body.slice(vector.getDataBuffer());
    BatchBody.Slice starts = varied ? body.slice(vector.getOffsetBuffer()) : BatchBody.Slice.NONE;
    validity = bits.array();
    validityAt = bits.offset();
    data = values.array();
    dataAt = values.offset();
    offsets = starts.array();
    offsetsAt = starts.offset();
    for (DirectArrowColumn child : children) {
      child.load(body);
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
    return nulls > 0 && !bit(validity, validityAt, row);
  }

  @Override
  public boolean getBoolean(int row) {
    return bit(data, dataAt, row);
  }

  @Override
  public byte getByte(int row) {
    return Platform.getByte(data, dataAt + row);
  }

  @Override
  public short getShort(int row) {
    return Platform.getShort(data, dataAt + (long) row * Short.BYTES);
  }

  @Override
  public int getInt(int row) {
    return Platform.getInt(data, dataAt + (long) row * Integer.BYTES);
  }

  @Override
  public long getLong(int row) {
    return Platform.getLong(data, dataAt + (long) row * Long.BYTES);
  }

  @Override
  public float getFloat(int row) {
    return Platform.getFloat(data, dataAt + (long) row * Float.BYTES);
  }

  @Override
  public double getDouble(int row) {
    return Platform.getDouble(data, dataAt + (long) row * Double.BYTES);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    if (isNullAt(row)) {
      return null;
    }
    long at = dataAt + (long) row * DecimalVector.TYPE_WIDTH;
    long low = Platform.getLong(data, at);
    long high = Platform.getLong(data, at + Long.BYTES);
    return Decimal.apply(new BigDecimal(unscaled(high, low), scale), precision, scale);
  }

  private static BigInteger unscaled(long high, long low) {
    return high == low >> (Long.SIZE - 1)
        ? BigInteger.valueOf(low)
        : new BigInteger(
            ByteBuffer.allocate(DecimalVector.TYPE_WIDTH).putLong(high).putLong(low).array());
  }

  @Override
  public UTF8String getUTF8String(int row) {
    if (isNullAt(row)) {
      return null;
    }
    int start = start(row);
    return UTF8String.fromAddress(data, dataAt + start, start(row + 1) - start);
  }

  @Override
  public byte[] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    int start = start(row);
    byte[] bytes = new byte[start(row + 1) - start];
    Platform.copyMemory(data, dataAt + start, bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
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
    return Platform.getInt(offsets, offsetsAt + (long) row * Integer.BYTES);
  }

  private static boolean bit(byte[] bits, long at, int row) {
    return (Platform.getByte(bits, at + (row >> 3)) >> (row & 7) & 1) != 0;
  }
}
