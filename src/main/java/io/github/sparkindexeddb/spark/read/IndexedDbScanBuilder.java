// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.Pushdown;
import io.github.sparkindexeddb.spark.pushdown.PushdownDecision;
import io.github.sparkindexeddb.spark.pushdown.Pushdowns;
import io.github.sparkindexeddb.spark.pushdown.PushedPredicates;
import io.github.sparkindexeddb.spark.pushdown.SparkLiterals;
import io.github.sparkindexeddb.spark.schema.PrimaryKey;
import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.query.Order;
import io.github.sparkindexeddb.wire.query.PushedAggregation;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/**
 * Collects what a query needs of a table. Spark offers conditions first, then an aggregation, an
 * order or a limit, and these only if it tests no condition itself; columns come last. Confined to
 * the planning thread.
 */
public final class IndexedDbScanBuilder
    implements ScanBuilder,
        SupportsPushDownV2Filters,
        SupportsPushDownAggregates,
        SupportsPushDownTopN,
        SupportsPushDownLimit,
        SupportsPushDownRequiredColumns {
  /** Characters of a condition, or of a reason, that are shown. */
  private static final int MAX_SHOWN = 200;

  private final StoreSource store;
  private final List<Column> columns;
  private final Supplier<PrimaryKey> key;
  private final Pushdowns pushdowns;
  private final PushedPredicates pushed;
  private final List<String> residuals = new ArrayList<>();
  private Optional<PushedAggregation> aggregation = Optional.empty();
  private Optional<Order> order = Optional.empty();
  private OptionalLong limit = OptionalLong.empty();
  private StructType required;

  /**
   * @param columns all of the table
   * @param key the primary key, asked for only if a query needs it
   */
  public IndexedDbScanBuilder(StoreSource store, List<Column> columns, Supplier<PrimaryKey> key) {
    this.store = store;
    this.columns = columns;
    this.key = key;
    this.pushdowns = Pushdowns.of(columns, key, mode());
    this.pushed = new PushedPredicates(pushdowns.predicates());
    this.required = SparkTypes.toSpark(columns);
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    List<Predicate> postScan = new ArrayList<>();
    for (Predicate predicate : predicates) {
      PushdownDecision<PushedPredicate> decision = allowed().then(yes -> pushed.add(predicate));
      pushedOrNoted("condition " + text(predicate), decision);
      if (decision instanceof PushdownDecision.Residual
          || store.options().pushdown() == Pushdown.REPEAT) {
        postScan.add(predicate);
      }
    }
    return postScan.toArray(Predicate[]::new);
  }

  private static String text(Predicate predicate) {
    return SparkLiterals.isUnwritable(predicate) ? predicate.name() : predicate.toString();
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed.toSpark();
  }

  @Override
  public boolean pushAggregation(Aggregation offered) {
    PushdownDecision<PushedAggregation> decision =
        reducible().then(yes -> pushdowns.aggregates().decide(offered));
    aggregation = pushedOrNoted("aggregation", decision);
    return aggregation.isPresent();
  }

  @Override
  public boolean pushTopN(SortOrder[] orders, int rows) {
    PushdownDecision<Order> decision =
        limitable(rows).then(yes -> pushdowns.orders().decide(orders));
    order = pushedOrNoted("order", decision);
    limit = order.isPresent() ? OptionalLong.of(rows) : limit;
    return order.isPresent();
  }

  @Override
  public boolean pushLimit(int rows) {
    boolean isPushed = pushedOrNoted("limit", limitable(rows)).isPresent();
    limit = isPushed ? OptionalLong.of(rows) : limit;
    return isPushed;
  }

  /**
   * Returns true: each split has a limit of its own, so Spark sorts and limits what comes of all.
   */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public void pruneColumns(StructType requiredSchema) {
    required = requiredSchema;
  }

  @Override
  public Scan build() {
    return new IndexedDbScan(
        store, aggregation.map(this::groups).orElseGet(this::records), pushdowns, residuals);
  }

  private PushdownDecision<Boolean> allowed() {
    return PushdownDecision.pushed(true)
        .unless(store.options().pushdown() == Pushdown.OFF, "option pushdown is false");
  }

  /** Which records are dropped only shows when they are read. */
  private PushdownDecision<Boolean> reducible() {
    return allowed()
        .unless(mode() == Mode.DROPMALFORMED, "mode is DROPMALFORMED")
        .unless(aggregation.isPresent() || limit.isPresent(), "the scan is reduced already");
  }

  private PushdownDecision<Boolean> limitable(int rows) {
    return reducible().unless(rows < 1, "no rows are wanted");
  }

  /** Returns what is pushed; what is left to Spark is noted for the plan's text. */
  private <T> Optional<T> pushedOrNoted(String part, PushdownDecision<T> decision) {
    if (decision instanceof PushdownDecision.Residual<T> residual) {
      residuals.add("%s: %s".formatted(shortened(part), shortened(residual.reason())));
      return Optional.empty();
    }
    return Optional.of(((PushdownDecision.Pushed<T>) decision).value());
  }

  private static String shortened(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private ScanSpec groups(PushedAggregation groups) {
    List<Column> inputs = pushdowns.fields().columns(groups.references(), mode());
    return ScanSpec.groups(projection(inputs), query(), pushdowns.aggregates().schema(groups));
  }

  private ScanSpec records() {
    ScanColumns scanColumns = scanColumns();
    return ScanSpec.records(projection(scanColumns.fromRecords()), query(), scanColumns);
  }

  private Query query() {
    Optional<PushedPredicate> predicate = pushed.combined();
    List<Column> tested =
        predicate
            .map(all -> pushdowns.fields().columns(all.references(), mode()))
            .orElse(List.of());
    return new Query(predicate, tested, aggregation, order, limit);
  }

  /** A record that has to fit the whole table has to fit its key too, if the query names that. */
  private Projection projection(List<Column> read) {
    List<Column> table =
        Stream.concat(
                columns.stream(),
                query().tested().stream().filter(column -> column.source() == Source.KEY))
            .distinct()
            .toList();
    return Projection.of(read, table, mode(), Format.ARROW);
  }

  private ScanColumns scanColumns() {
    Supplier<Column> keyColumn = () -> key.get().column();
    if (store.options().pushdown() == Pushdown.OFF) {
      return ScanColumns.whole(columns, required, keyColumn);
    }
    return mode() == Mode.PERMISSIVE
        ? ScanColumns.wide(columns, required, keyColumn)
        : ScanColumns.pruned(columns, required, keyColumn);
  }

  private Mode mode() {
    return store.options().mode();
  }
}
