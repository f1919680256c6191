// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.Pushdown;
import io.github.sparkindexeddb.spark.pushdown.PushableFields;
import io.github.sparkindexeddb.spark.pushdown.PushdownDecision;
import io.github.sparkindexeddb.spark.pushdown.Pushdowns;
import io.github.sparkindexeddb.spark.pushdown.RuntimeFilters;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.Query;
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
  private final ScanSpec scanSpec;
  private final Pushdowns pushdowns;
  private final List<String> residuals;
  private final IndexedDbBatch batch;

  /**
   * Conditions that a join found out, until Spark asks, on the same thread, for the batch that they
   * narrow. The plan's other nodes may share this scan, and must see all of its rows.
   */
  private final ThreadLocal<List<PushedPredicate>> runtimeFilters =
      ThreadLocal.withInitial(List::of);

  /** The latest such batch, for the plan's text. */
  private volatile Optional<IndexedDbBatch> narrowed = Optional.empty();

  /**
   * @param residuals what is left to Spark, each with the reason
   */
  IndexedDbScan(StoreSource store, ScanSpec scanSpec, Pushdowns pushdowns, List<String> residuals) {
    this.store = store;
    this.scanSpec = scanSpec;
    this.pushdowns = pushdowns;
    this.residuals = List.copyOf(residuals);
    this.batch = new IndexedDbBatch(store, scanSpec);
  }

  @Override
  public StructType readSchema() {
    return scanSpec.schema();
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
    return ScanStatistics.of(batch.scan(), scanSpec.query(), scanSpec.schema());
  }

  @Override
  public Batch toBatch() {
    List<PushedPredicate> filters = runtimeFilters.get();
    runtimeFilters.remove();
    if (filters.isEmpty()) {
      return batch;
    }
    IndexedDbBatch filtered =
        new IndexedDbBatch(store, scanSpec.narrowed(filters, pushdowns.fields()));
    narrowed = Optional.of(filtered);
    return filtered;
  }

  /**
   * Returns the columns by which a join may narrow this side, none if what is read are no longer a
   * store's records.
   */
  @Override
  public NamedReference[] filterAttributes() {
    Query query = scanSpec.query();
    boolean records =
        query.aggregation().isEmpty() && query.order().isEmpty() && query.limit().isEmpty();
    return records && store.options().pushdown() != Pushdown.OFF
        ? Arrays.stream(scanSpec.schema().fieldNames())
            .map(name -> Expressions.column("`" + name.replace("`", "``") + "`"))
            .filter(
                column ->
                    pushdowns.fields().find(column)
                            instanceof PushdownDecision.Pushed<PushableFields.Field> field
                        && field.value().isScalar())
            .toArray(NamedReference[]::new)
        : new NamedReference[0];
  }

  @Override
  public void filter(Predicate[] predicates) {
    RuntimeFilters filters = new RuntimeFilters(pushdowns.predicates());
    runtimeFilters.set(
        Arrays.stream(predicates)
            .flatMap(predicate -> filters.narrowing(predicate).stream())
            .toList());
  }

  @Override
  public String description() {
    IndexedDbBatch latest = narrowed.orElse(batch);
    Query query = latest.query();
    PlanText text = new PlanText(store, scanSpec).pushed(query).residual(residuals);
    latest.planned().ifPresent(scan -> text.planned(scan, query));
    return text.toString();
  }

  /** Compares by content: Spark shares the work of equal scans. */
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
