// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.wire.query.PushedAggregation;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The text by which {@code EXPLAIN} describes a scan. */
final class PlanText {
  /** Clients whose access paths are shown one by one. */
  private static final int MAX_CLIENTS = 5;

  private final StringJoiner text = new StringJoiner(", ");

  PlanText(StoreSource store, ScanSpec scanSpec) {
    text.add("indexeddb " + store.target());
    text.add("columns [" + names(scanSpec.projection().columns()) + "]");
    text.add("mode " + scanSpec.projection().mode());
    text.add("pushdown " + store.options().pushdown());
  }

  /** Adds what the browsers do beyond reading. */
  PlanText pushed(Query query) {
    query.predicate().ifPresent(predicate -> text.add("pushed [" + predicate + "]"));
    query.aggregation().ifPresent(aggregation -> text.add("aggregated [" + aggregation + "]"));
    query.order().ifPresent(order -> text.add("ordered [" + order + "]"));
    query.limit().ifPresent(limit -> text.add("limit [" + limit + " of each split]"));
    return this;
  }

  /**
   * Adds what the browsers leave to Spark.
   *
   * @param residuals each part of the query with the reason
   */
  PlanText residual(List<String> residuals) {
    if (!residuals.isEmpty()) {
      text.add("left to Spark [" + String.join("; ", residuals) + "]");
    }
    return this;
  }

  /** Adds what the agents answered when the scan was created. */
  PlanText planned(GroupScan scan, Query query) {
    text.add("clients " + scan.participants().clients().size());
    text.add("splits " + scan.splits().size());
    text.add("records " + scan.records());
    accessPaths(scan);
    if (query.aggregation().filter(PushedAggregation::isTotal).isEmpty() && isByIndex(scan)) {
      text.add("a record whose indexed value is changed meanwhile may come twice or not at all");
    }
    return this;
  }

  private void accessPaths(GroupScan scan) {
    Map<String, String> byClient =
        scan.splits().stream()
            .filter(address -> !address.split().how().isEmpty())
            .collect(
                Collectors.toMap(
                    address -> address.split().client().id(),
                    address -> address.split().how(),
                    PlanText::joined,
                    LinkedHashMap::new));
    byClient.entrySet().stream()
        .limit(MAX_CLIENTS)
        .forEach(path -> text.add("client %s [%s]".formatted(path.getKey(), path.getValue())));
    if (byClient.size() > MAX_CLIENTS) {
      text.add((byClient.size() - MAX_CLIENTS) + " more clients");
    }
  }

  /** Splits of one client may be read by different paths. */
  private static String joined(String paths, String path) {
    return paths.contains(path) ? paths : paths + "; " + path;
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
