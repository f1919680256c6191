// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import org.apache.arrow.vector.ValueVector;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ArrowColumnVector;

/**
 * A column of vectors that are filled again for the next batch. Since 3.5.4 Spark closes columns
 * after each batch unless they say otherwise; these belong to the reader.
 */
final class KeptArrowColumnVector extends ArrowColumnVector {
  private final String name;

  KeptArrowColumnVector(ValueVector vector) {
    super(vector);
    this.name = vector.getName();
  }

  /** The column as Arrow describes it. */
  StructField field() {
    return new StructField(name, dataType(), true, Metadata.empty());
  }

  @Override
  public void closeIfFreeable() {}
}
