// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.FleetScan;
import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.Column.Source;
import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.Mode;
import io.github.sparkindexeddb.wire.ScanRequest.Projection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/**
 * One read of a store. Creating it asks nobody; planning creates the scan in the agents, once, so
 * that a plan that Spark asks for twice is the same.
 *
 * <p>The plan is guarded by {@code this}.
 */
final class IndexedDbScan implements Scan, Batch {
  private final Store store;
  private final Projection projection;
  private final Selection selection;

  /** Null until Spark plans. */
  private OpenScan open;

  IndexedDbScan(Store store, List<Column> table, Selection selection) {
    this.store = store;
    this.selection = selection;
    List<Column> columns = selection.fromRecords();
    Mode mode = store.options().mode();
    this.projection = new Projection(columns, judged(table, columns, mode), mode, Format.ARROW);
  }

  /**
   * A record is dropped, or shown as corrupt, whatever columns a query happens to select; otherwise
   * it is judged by what is read of it.
   */
  private static Optional<List<Column>> judged(
      List<Column> table, List<Column> columns, Mode mode) {
    boolean whole =
        mode == Mode.DROPMALFORMED
            || columns.stream().anyMatch(column -> column.source() == Source.CORRUPT);
    return whole
        ? Optional.of(table.stream().filter(column -> column.source() != Source.CORRUPT).toList())
        : Optional.empty();
  }

  @Override
  public StructType readSchema() {
    return selection.schema();
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadMetrics.all();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public synchronized InputPartition[] planInputPartitions() {
    if (open == null) {
      open = OpenScan.of(store.scan(projection));
    }
    return open.scan().splits().stream()
        .map(address -> new IndexedDbInputPartition(address, open))
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new IndexedDbReaderFactory(selection.layout());
  }

  @Override
  public String description() {
    return "indexeddb "
        + store.target()
        + selection.columns().stream()
            .map(selected -> selected.field().name())
            .collect(Collectors.joining(", ", ", columns [", "]"))
        + ", mode "
        + projection.mode()
        + ", pushdown "
        + store.options().pushdown()
        + planned()
        + "; concurrent writes may or may not be seen";
  }

  private synchronized String planned() {
    if (open == null) {
      return "";
    }
    FleetScan scan = open.scan();
    return ", clients "
        + scan.audience().clients().size()
        + ", splits "
        + scan.splits().size()
        + ", records "
        + scan.records();
  }

  /** By content: Spark shares the work of equal scans. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IndexedDbScan scan
        && store.equals(scan.store)
        && projection.equals(scan.projection)
        && selection.equals(scan.selection);
  }

  @Override
  public int hashCode() {
    return projection.hashCode();
  }

  @Override
  public String toString() {
    return description();
  }
}
