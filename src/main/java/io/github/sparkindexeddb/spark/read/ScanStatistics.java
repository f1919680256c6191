// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.wire.query.PushedAggregation;
import io.github.sparkindexeddb.wire.query.Query;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.types.StructType;

/**
 * The most that will be read: counted by the browsers, after ranges of keys and before conditions.
 */
record ScanStatistics(long rows, long bytes) implements Statistics {
  /** Bytes that Spark itself adds to each row in its estimates. */
  private static final int ROW_OVERHEAD = 8;

  static ScanStatistics of(GroupScan scan, Query query, StructType schema) {
    long rows =
        scan.splits().stream()
            .mapToLong(address -> rows(address.split().records(), query))
            .reduce(0, Math::addExact);
    return new ScanStatistics(rows, times(rows, schema.defaultSize() + ROW_OVERHEAD));
  }

  private static long rows(long records, Query query) {
    boolean total = query.aggregation().filter(PushedAggregation::isTotal).isPresent();
    long max = total ? 1 : query.limit().orElse(Long.MAX_VALUE);
    return Math.min(records, max);
  }

  private static long times(long rows, int width) {
    return rows > Long.MAX_VALUE / width ? Long.MAX_VALUE : rows * width;
  }

  @Override
  public OptionalLong sizeInBytes() {
    return OptionalLong.of(bytes);
  }

  @Override
  public OptionalLong numRows() {
    return OptionalLong.of(rows);
  }
}
