// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.arrow.ArrowVector;
import io.github.sparkindexeddb.wire.value.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of a batch, read by offset and without a look at any bound: {@link ArrowVector} has
 * looked at the whole batch. Looking again on each access, as Spark's own column over Arrow's
 * vectors does, took two fifths of a task's time.
 *
 * <p>Filled anew by {@link #load()}. The bytes lie on the heap and belong to nobody, so closing
 * does nothing: Spark before 4.2 closes a reader whose batch a task is still in, and a string that
 * somebody kept points into them.
 */
final class DirectArrowColumn extends ColumnVector {
  private static final int DECIMAL_BYTES = 16;

  private final ArrowVector vector;
  private final DirectArrowColumn[] children;
  private int nulls;

  /** What all of these are offsets in, as {@link Platform} takes them. */
  private byte[] body;

  private long validityAt;
  private long dataAt;
  private long offsetsAt;

  DirectArrowColumn(ArrowVector vector, Type type) {
    super(SparkTypes.toSpark(type));
    this.vector = vector;
    this.children = children(vector, type);
  }

  /** Returns of a list the elements, of a map its entries. */
  private static DirectArrowColumn[] children(ArrowVector vector, Type type) {
    return IntStream.range(0, vector.children().size())
        .mapToObj(i -> new DirectArrowColumn(vector.children().get(i), child(type, i)))
        .toArray(DirectArrowColumn[]::new);
  }

  private static Type child(Type type, int i) {
    if (type instanceof Type.Array array) {
      return array.element();
    }
    return type instanceof Type.Map map
        ? new Type.Struct(
            List.of(new Type.Field("key", map.key()), new Type.Field("value", map.value())))
        : ((Type.Struct) type).fields().get(i).type();
  }

  /** Takes the values of the batch that the vector holds. */
  void load() {
    nulls = vector.nulls();
    body = vector.body();
    validityAt = (long) Platform.BYTE_ARRAY_OFFSET + vector.validityAt();
    dataAt = (long) Platform.BYTE_ARRAY_OFFSET + vector.dataAt();
    offsetsAt = (long) Platform.BYTE_ARRAY_OFFSET + vector.offsetsAt();
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
    return nulls > 0 && !bit(body, validityAt, row);
  }

  @Override
  public boolean getBoolean(int row) {
    return bit(body, dataAt, row);
  }

  @Override
  public byte getByte(int row) {
    return Platform.getByte(body, dataAt + row);
  }

  @Override
  public short getShort(int row) {
    return Platform.getShort(body, dataAt + (long) row * Short.BYTES);
  }

  @Override
  public int getInt(int row) {
    return Platform.getInt(body, dataAt + (long) row * Integer.BYTES);
  }

  @Override
  public long getLong(int row) {
    return Platform.getLong(body, dataAt + (long) row * Long.BYTES);
  }

  @Override
  public float getFloat(int row) {
    return Platform.getFloat(body, dataAt + (long) row * Float.BYTES);
  }

  @Override
  public double getDouble(int row) {
    return Platform.getDouble(body, dataAt + (long) row * Double.BYTES);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    if (isNullAt(row)) {
      return null;
    }
    long at = dataAt + (long) row * DECIMAL_BYTES;
    long low = Platform.getLong(body, at);
    long high = Platform.getLong(body, at + Long.BYTES);
    return Decimal.apply(new BigDecimal(unscaled(high, low), scale), precision, scale);
  }

  private static BigInteger unscaled(long high, long low) {
    return high == low >> (Long.SIZE - 1)
        ? BigInteger.valueOf(low)
        : new BigInteger(ByteBuffer.allocate(DECIMAL_BYTES).putLong(high).putLong(low).array());
  }

  @Override
  public UTF8String getUTF8String(int row) {
    if (isNullAt(row)) {
      return null;
    }
    int start = start(row);
    return UTF8String.fromAddress(body, dataAt + start, start(row + 1) - start);
  }

  @Override
  public byte[] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    int start = start(row);
    byte[] bytes = new byte[start(row + 1) - start];
    Platform.copyMemory(body, dataAt + start, bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
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
    return Platform.getInt(body, offsetsAt + (long) row * Integer.BYTES);
  }

  private static boolean bit(byte[] bits, long at, int row) {
    return (Platform.getByte(bits, at + (row >> 3)) >> (row & 7) & 1) != 0;
  }
}
