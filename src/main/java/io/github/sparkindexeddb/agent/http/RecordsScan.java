// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.schema.InferredTable;
import io.github.sparkindexeddb.schema.InferredTable.KeyPlace;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
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

/** The scan that a request for records comes to, once the types in the store are known. */
final class RecordsScan {
  private final RecordsRequest request;
  private final InferredTable table;

  /** Every column that can be named. */
  private final Map<String, Column> named = new LinkedHashMap<>();

  private RecordsScan(RecordsRequest request, InferredTable table) {
    this.request = request;
    this.table = table;
    if (table.keyPlace() == KeyPlace.METADATA) {
      named.put(Inference.KEY, table.key());
    }
    table.columns().forEach(column -> named.put(column.name(), column));
  }

  /**
   * @throws IndexedDbException {@code BAD_REQUEST}, {@code COLUMN_NAMES_COLLIDE}
   */
  static ScanRequest of(RecordsRequest request, SummaryResponse seen) {
    return new RecordsScan(request, Inference.infer(seen, true)).request();
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
    List<PushedPredicate> conditions = new ArrayList<>();
    Set<Column> tested = new LinkedHashSet<>();
    request.selection().predicate().ifPresent(conditions::add);
    request
        .selection()
        .predicate()
        .map(PushedPredicate::columns)
        .orElse(Set.of())
        .forEach(name -> tested.add(column(name)));
    Column key = new Column(freeName(), table.key().type(), Column.Source.KEY);
    List<PushedPredicate> bounds = KeyBounds.of(request.selection(), key);
    if (!bounds.isEmpty()) {
      conditions.addAll(bounds);
      tested.add(key);
    }
    if (conditions.isEmpty()) {
      return Query.ALL;
    }
    PushedPredicate all =
        conditions.size() == 1 ? conditions.get(0) : new PushedPredicate.And(conditions);
    return new Query(
        Optional.of(all),
        List.copyOf(tested),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  /** A name for the primary key that is no column's: records may have a field of its usual one. */
  private String freeName() {
    String name = Inference.KEY;
    while (named.containsKey(name) && named.get(name).source() != Column.Source.KEY) {
      name += "_";
    }
    return name;
  }

  private Column column(String name) {
    return Optional.ofNullable(named.get(name)).orElseThrow(() -> unknown(name));
  }

  private IndexedDbException unknown(String name) {
    Set<String> names = new TreeSet<>(named.keySet());
    String nearest =
        Suggestion.nearest(name, names)
            .map(near -> "Did you mean '" + AgentLog.plain(near) + "'? ")
            .orElse("");
    var details = Json.object();
    details.set("columns", Json.array(names, TextNode::valueOf));
    return new IndexedDbException(
        ErrorCode.BAD_REQUEST,
        "Cannot read "
            + request.target()
            + ": its records have no column '"
            + AgentLog.plain(name)
            + "'. "
            + nearest
            + "There are: "
            + AgentLog.plain(String.join(", ", names))
            + ".",
        details);
  }
}
