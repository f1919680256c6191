// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.spark.schema.ClientColumn;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The layout of a batch for Spark: which columns are read, and which are known of the split.
 *
 * @param read the columns of the split's body, in order
 * @param slots one for each column of the batch
 */
public record BatchLayout(StructType read, List<Slot> slots) implements Serializable {
  public BatchLayout {
    slots = List.copyOf(slots);
  }

  /** The place that a column of a batch comes from. */
  public sealed interface Slot extends Serializable {}

  /** A column that is the next of the body. */
  public record Read() implements Slot {}

  /** A column that is the same for all rows. */
  public record Constant(ClientColumn column) implements Slot {}

  /**
   * Returns the columns of a batch.
   *
   * @param vectors of the body; they keep their owner
   */
  ColumnVector[] arrange(List<? extends ColumnVector> vectors, SplitAddress address) {
    Iterator<? extends ColumnVector> next = vectors.iterator();
    return slots.stream()
        .map(
            slot ->
                slot instanceof Constant value
                    ? constant(value.column.valueIn(address))
                    : next.next())
        .toArray(ColumnVector[]::new);
  }

  private static ColumnVector constant(String text) {
    // Its count of rows is only used to count nulls, and there are none.
    ConstantColumnVector vector = new ConstantColumnVector(0, DataTypes.StringType);
    vector.setUtf8String(UTF8String.fromString(text));
    return vector;
  }
}
