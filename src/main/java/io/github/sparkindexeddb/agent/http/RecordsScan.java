// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.schema.InferredTable;
import io.github.sparkindexeddb.schema.InferredTable.KeyPlace;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Suggestion;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.message.ScanRequest.Splitting;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Makes the scan of a request for records, once the types in the store are known. */
final class RecordsScan {
  private final RecordsRequest request;
  private final InferredTable table;

  /** Every column that a request can name. */
  private final Map<String, Column> byName = new LinkedHashMap<>();

  private RecordsScan(RecordsRequest request, InferredTable table) {
    this.request = request;
    this.table = table;
    if (table.keyPlace() == KeyPlace.METADATA) {
      byName.put(Inference.KEY, table.key());
    }
    table.columns().forEach(column -> byName.put(column.name(), column));
  }

  /**
   * Returns the scan.
   *
   * @throws IndexedDbException {@code BAD_REQUEST}, {@code COLUMN_NAMES_COLLIDE}
   */
  static ScanRequest of(RecordsRequest request, SummaryResponse summary) {
    return new RecordsScan(request, Inference.infer(summary, true)).request();
  }

  private ScanRequest request() {
    List<Column> columns =
        request
            .columns()
            .map(names -> names.stream().map(this::column).toList())
            .orElse(table.columns());
    return new ScanRequest(
        request.target(),
        Projection.of(
            columns, table.columns(), request.rendering().mode(), request.rendering().format()),
        query(),
        Splitting.DEFAULT);
  }

  private Query query() {
    Optional<PushedPredicate> predicate = request.selection().predicate();
    List<PushedPredicate> conditions = new ArrayList<>(predicate.stream().toList());
    Set<Column> tested = new LinkedHashSet<>();
    predicate.ifPresent(wanted -> wanted.columns().forEach(name -> tested.add(column(name))));
    Column key = new Column(freeKeyName(), table.key().type(), Column.Source.KEY);
    List<PushedPredicate> bounds = KeyBounds.of(request.selection(), key);
    if (!bounds.isEmpty()) {
      conditions.addAll(bounds);
      tested.add(key);
    }
    return conditions.isEmpty() ? Query.ALL : query(conditions, tested);
  }

  private static Query query(List<PushedPredicate> conditions, Set<Column> tested) {
    PushedPredicate all =
        conditions.size() == 1 ? conditions.get(0) : new PushedPredicate.And(conditions);
    return new Query(
        Optional.of(all),
        List.copyOf(tested),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  /**
   * Returns a name for the primary key that no column has: records may have a field of its usual
   * one.
   */
  private String freeKeyName() {
    String name = Inference.KEY;
    while (byName.containsKey(name) && byName.get(name).source() != Column.Source.KEY) {
      name += "_";
    }
    return name;
  }

  private Column column(String name) {
    return Optional.ofNullable(byName.get(name)).orElseThrow(() -> unknownColumn(name));
  }

  private IndexedDbException unknownColumn(String name) {
    Set<String> names = new TreeSet<>(byName.keySet());
    return IndexedDbException.of(
            ErrorCode.BAD_REQUEST,
            "Cannot read %s: its records have no column '%s'. %sThere are: %s.",
            request.target(),
            AgentLog.plain(name),
            Suggestion.of(name, names, AgentLog::plain).question(),
            AgentLog.plain(String.join(", ", names)))
        .with("columns", List.copyOf(names));
  }
}
