// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.testing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads every value of a batch as Spark does, and looks at what Spark takes for granted. */
public final class BatchValues {
  /** Rows without columns may be many. */
  private static final int MAX_ROWS = 10_000;

  private final StructType schema;
  private final UnsafeProjection projection;

  public BatchValues(StructType schema) {
    this.schema = schema;
    this.projection = UnsafeProjection.create(schema);
  }

  /** Fails if a value is not what its type says. */
  public void read(ColumnarBatch batch) {
    int count = 0;
    for (Iterator<InternalRow> rows = batch.rowIterator();
        rows.hasNext() && count < MAX_ROWS;
        count++) {
      InternalRow row = rows.next();
      struct(row, schema);
      projection.apply(row);
    }
  }

  private static void struct(SpecializedGetters row, StructType type) {
    for (int i = 0; i < type.fields().length; i++) {
      value(row, i, type.fields()[i].dataType());
    }
  }

  private static void value(SpecializedGetters row, int i, DataType type) {
    if (row.isNullAt(i)) {
      return;
    }
    if (type instanceof StructType struct) {
      struct(row.getStruct(i, struct.fields().length), struct);
    } else if (type instanceof ArrayType array) {
      elements(row.getArray(i), array.elementType());
    } else if (type instanceof MapType map) {
      MapData entries = row.getMap(i);
      elements(entries.keyArray(), map.keyType());
      elements(entries.valueArray(), map.valueType());
    } else if (type instanceof StringType) {
      text(row.getUTF8String(i).getBytes());
    } else if (type instanceof BinaryType) {
      row.getBinary(i);
    } else if (type instanceof DecimalType decimal) {
      row.getDecimal(i, decimal.precision(), decimal.scale());
    } else {
      row.get(i, type);
    }
  }

  private static void elements(ArrayData elements, DataType type) {
    for (int i = 0; i < elements.numElements(); i++) {
      value(elements, i, type);
    }
  }

  private static void text(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new AssertionError("a text is not UTF-8", e);
    }
  }
}
