// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.wire.Aggregation;
import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What {@code EXPLAIN} says of a scan. */
final class PlanText {
  /** Clients whose ways are told one by one. */
  private static final int MOST_CLIENTS = 5;

  private final StringJoiner text = new StringJoiner(", ");

  PlanText(StoreSource store, Reading reading) {
    text.add("indexeddb " + store.target());
    text.add("columns [" + names(reading.projection().columns()) + "]");
    text.add("mode " + reading.projection().mode());
    text.add("pushdown " + store.options().pushdown());
  }

  /** What the browsers do beyond reading. */
  PlanText pushed(Query query) {
    query.predicate().ifPresent(predicate -> text.add("pushed [" + predicate + "]"));
    query.aggregation().ifPresent(aggregation -> text.add("aggregated [" + aggregation + "]"));
    query.order().ifPresent(order -> text.add("ordered [" + order + "]"));
    query.limit().ifPresent(limit -> text.add("limit [" + limit + " of each split]"));
    return this;
  }

  /**
   * @param reasons what they leave to Spark, and why
   */
  PlanText left(List<String> reasons) {
    if (!reasons.isEmpty()) {
      text.add("left to Spark [" + String.join("; ", reasons) + "]");
    }
    return this;
  }

  /** What the agents told when the scan was created. */
  PlanText planned(GroupScan scan, Query query) {
    text.add("clients " + scan.audience().clients().size());
    text.add("splits " + scan.splits().size());
    text.add("records " + scan.records());
    ways(scan);
    if (query.aggregation().filter(Aggregation::isTotal).isEmpty() && isByIndex(scan)) {
      text.add("a record whose indexed value is changed meanwhile may come twice or not at all");
    }
    return this;
  }

  private void ways(GroupScan scan) {
    Map<String, String> ways =
        scan.splits().stream()
            .filter(address -> !address.split().how().isEmpty())
            .collect(
                Collectors.toMap(
                    address -> address.split().client().id(),
                    address -> address.split().how(),
                    PlanText::either,
                    LinkedHashMap::new));
    ways.entrySet().stream()
        .limit(MOST_CLIENTS)
        .forEach(way -> text.add("client " + way.getKey() + " [" + way.getValue() + "]"));
    if (ways.size() > MOST_CLIENTS) {
      text.add((ways.size() - MOST_CLIENTS) + " more clients");
    }
  }

  private static String either(String known, String more) {
    return known.contains(more) ? known : known + "; " + more;
  }

  private static boolean isByIndex(GroupScan scan) {
    return scan.splits().stream()
        .map(SplitAddress::split)
        .anyMatch(split -> split.how().startsWith("index "));
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return text + "; concurrent writes may or may not be seen";
  }
}
