// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.Pushdown;
import io.github.sparkindexeddb.wire.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.types.StructType;

/**
 * One read of a store. Creating it asks nobody; planning its batch creates the scan in the agents,
 * as soon as Spark asks for partitions or, before it joins, for statistics.
 */
final class IndexedDbScan implements Scan, SupportsReportStatistics, SupportsRuntimeV2Filtering {
  private final StoreSource store;
  private final Reading reading;
  private final Judges judges;
  private final List<String> left;
  private final IndexedDbBatch batch;

  /**
   * What a join found out, until Spark asks, on the same thread, for the batch that it narrows. The
   * plan's other nodes may share this scan, and must see all of its rows.
   */
  private final ThreadLocal<List<io.github.sparkindexeddb.wire.Predicate>> found =
      ThreadLocal.withInitial(List::of);

  /** The latest such batch, for the plan's text. */
  private volatile Optional<IndexedDbBatch> narrowed = Optional.empty();

  /**
   * @param left what was not pushed, and why
   */
  IndexedDbScan(StoreSource store, Reading reading, Judges judges, List<String> left) {
    this.store = store;
    this.reading = reading;
    this.judges = judges;
    this.left = List.copyOf(left);
    this.batch = new IndexedDbBatch(store, reading);
  }

  @Override
  public StructType readSchema() {
    return reading.schema();
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
  public Statistics estimateStatistics() {
    return ScanStatistics.of(batch.scan(), reading.query(), reading.schema());
  }

  @Override
  public Batch toBatch() {
    List<io.github.sparkindexeddb.wire.Predicate> more = found.get();
    found.remove();
    if (more.isEmpty()) {
      return batch;
    }
    IndexedDbBatch fewer = new IndexedDbBatch(store, reading.narrowed(more, judges.fields()));
    narrowed = Optional.of(fewer);
    return fewer;
  }

  /** Columns by which a join may narrow this side; none of what is no longer a store's records. */
  @Override
  public NamedReference[] filterAttributes() {
    Query query = reading.query();
    boolean records =
        query.aggregation().isEmpty() && query.order().isEmpty() && query.limit().isEmpty();
    return records && store.options().pushdown() != Pushdown.OFF
        ? Arrays.stream(reading.schema().fieldNames())
            .map(name -> Expressions.column("`" + name.replace("`", "``") + "`"))
            .filter(
                column ->
                    judges.fields().find(column)
                            instanceof Verdict.Pushed<PushableFields.Field> field
                        && field.value().isScalar())
            .toArray(NamedReference[]::new)
        : new NamedReference[0];
  }

  @Override
  public void filter(Predicate[] predicates) {
    RuntimeFilters filters = new RuntimeFilters(judges.predicates());
    found.set(
        Arrays.stream(predicates)
            .flatMap(predicate -> filters.narrowing(predicate).stream())
            .toList());
  }

  @Override
  public String description() {
    IndexedDbBatch latest = narrowed.orElse(batch);
    Query query = latest.query();
    PlanText text = new PlanText(store, reading).pushed(query).left(left);
    latest.planned().ifPresent(scan -> text.planned(scan, query));
    return text.toString();
  }

  /** By content: Spark shares the work of equal scans. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IndexedDbScan scan && batch.equals(scan.batch);
  }

  @Override
  public int hashCode() {
    return batch.hashCode();
  }

  @Override
  public String toString() {
    return description();
  }
}
