// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.wire.IndexedDbException;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * A read that does not name the origin it must name. It fails when its rows are asked for, not
 * before: from Spark 4.0 on {@code DESCRIBE EXTENDED} builds a scan to look for statistics.
 *
 * @param error what it fails with
 */
public record AmbiguousRead(StructType readSchema, IndexedDbException error)
    implements ScanBuilder, Scan {
  @Override
  public Scan build() {
    return this;
  }

  @Override
  public Batch toBatch() {
    throw error;
  }
}
