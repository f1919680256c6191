// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.Pushdown;
import io.github.sparkindexeddb.wire.Aggregation;
import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.Column.Source;
import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.Mode;
import io.github.sparkindexeddb.wire.Order;
import io.github.sparkindexeddb.wire.Query;
import io.github.sparkindexeddb.wire.ScanRequest.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.SortOrder;
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
final class IndexedDbScanBuilder
    implements ScanBuilder,
        SupportsPushDownV2Filters,
        SupportsPushDownAggregates,
        SupportsPushDownTopN,
        SupportsPushDownLimit,
        SupportsPushDownRequiredColumns {
  /** Characters of a condition that are shown. */
  private static final int MOST_SHOWN = 200;

  private final StoreSource store;
  private final List<Column> columns;
  private final Supplier<PrimaryKey> key;
  private final Judges judges;
  private final PushedConditions conditions;
  private final List<String> left = new ArrayList<>();
  private Optional<Aggregation> aggregation = Optional.empty();
  private Optional<Order> order = Optional.empty();
  private OptionalLong limit = OptionalLong.empty();
  private StructType required;

  /**
   * @param columns all of the table
   * @param key the primary key, asked for only if a query needs it
   */
  IndexedDbScanBuilder(StoreSource store, List<Column> columns, Supplier<PrimaryKey> key) {
    this.store = store;
    this.columns = columns;
    this.key = key;
    this.judges = Judges.of(columns, key, mode());
    this.conditions = new PushedConditions(judges.predicates());
    this.required = TableColumns.schema(columns);
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    List<Predicate> spark = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Verdict<io.github.sparkindexeddb.wire.Predicate> verdict =
          allowed().then(yes -> conditions.add(predicate));
      note("condition " + text(predicate), verdict);
      if (verdict instanceof Verdict.Left || store.options().pushdown() == Pushdown.REPEAT) {
        spark.add(predicate);
      }
    }
    return spark.toArray(Predicate[]::new);
  }

  private static String text(Predicate predicate) {
    return SparkLiterals.isUnwritable(predicate) ? predicate.name() : predicate.toString();
  }

  @Override
  public Predicate[] pushedPredicates() {
    return conditions.pushed();
  }

  @Override
  public boolean pushAggregation(
      org.apache.spark.sql.connector.expressions.aggregate.Aggregation asked) {
    Verdict<Aggregation> verdict = reducible().then(yes -> judges.aggregates().judge(asked));
    aggregation = note("aggregation", verdict);
    return aggregation.isPresent();
  }

  @Override
  public boolean pushTopN(SortOrder[] orders, int rows) {
    Verdict<Order> verdict = limitable(rows).then(yes -> judges.orders().judge(orders));
    order = note("order", verdict);
    limit = order.isPresent() ? OptionalLong.of(rows) : limit;
    return order.isPresent();
  }

  @Override
  public boolean pushLimit(int rows) {
    boolean pushed = note("limit", limitable(rows)).isPresent();
    limit = pushed ? OptionalLong.of(rows) : limit;
    return pushed;
  }

  /** Each split has a limit of its own, so Spark sorts and limits what comes of all. */
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
        store, aggregation.map(this::groups).orElseGet(this::records), judges, left);
  }

  private Verdict<Boolean> allowed() {
    return Verdict.pushed(true)
        .unless(store.options().pushdown() == Pushdown.OFF, "option pushdown is false");
  }

  /** Which records are dropped only shows when they are read. */
  private Verdict<Boolean> reducible() {
    return allowed()
        .unless(mode() == Mode.DROPMALFORMED, "mode is DROPMALFORMED")
        .unless(aggregation.isPresent() || limit.isPresent(), "the scan is reduced already");
  }

  private Verdict<Boolean> limitable(int rows) {
    return reducible().unless(rows < 1, "no rows are wanted");
  }

  private <T> Optional<T> note(String what, Verdict<T> verdict) {
    if (verdict instanceof Verdict.Left<T> refusal) {
      left.add(shortened(what) + ": " + shortened(refusal.reason()));
      return Optional.empty();
    }
    return Optional.of(((Verdict.Pushed<T>) verdict).value());
  }

  private static String shortened(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  private Reading groups(Aggregation groups) {
    List<Column> inputs = judges.fields().columns(groups.references(), mode());
    return Reading.groups(projection(inputs), query(), judges.aggregates().schema(groups));
  }

  private Reading records() {
    Selection selection = selection();
    return Reading.records(projection(selection.fromRecords()), query(), selection);
  }

  private Query query() {
    Optional<io.github.sparkindexeddb.wire.Predicate> predicate = conditions.combined();
    List<Column> tested =
        predicate.map(all -> judges.fields().columns(all.references(), mode())).orElse(List.of());
    return new Query(predicate, tested, aggregation, order, limit);
  }

  /**
   * A record is dropped, or shown as corrupt, whatever columns a query happens to select, and by
   * its key if the query names that; otherwise it is judged by what is read of it.
   */
  private Projection projection(List<Column> read) {
    boolean whole =
        mode() == Mode.DROPMALFORMED
            || read.stream().anyMatch(column -> column.source() == Source.CORRUPT);
    Optional<List<Column>> judged =
        whole
            ? Optional.of(
                Stream.concat(
                        columns.stream().filter(column -> column.source() != Source.CORRUPT),
                        query().tested().stream().filter(column -> column.source() == Source.KEY))
                    .distinct()
                    .toList())
            : Optional.empty();
    return new Projection(read, judged, mode(), Format.ARROW);
  }

  private Selection selection() {
    Supplier<Column> keyColumn = () -> key.get().column();
    if (store.options().pushdown() == Pushdown.OFF) {
      return Selection.whole(columns, required, keyColumn);
    }
    return mode() == Mode.PERMISSIVE
        ? Selection.wide(columns, required, keyColumn)
        : Selection.pruned(columns, required, keyColumn);
  }

  private Mode mode() {
    return store.options().mode();
  }
}
