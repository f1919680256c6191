// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.config.Option;
import io.github.sparkindexeddb.config.Options;
import io.github.sparkindexeddb.hadoop.ColumnParser.RequestedColumn;
import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.schema.InferredTable;
import io.github.sparkindexeddb.schema.InferredTable.KeyPlace;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Suggestion;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Summary;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The columns of a store, and those of them that a job reads.
 *
 * @param columns all that are known, without the corrupt one
 * @param selected in the order of the records
 */
record TableColumns(List<Column> columns, List<Column> selected) {
  TableColumns {
    columns = List.copyOf(columns);
    selected = List.copyOf(selected);
  }

  /**
   * Returns the columns of a read.
   *
   * @param summary called only if a type is to be inferred, or a name may mean the key or the whole
   *     record
   * @throws IndexedDbException {@code OPTION_INVALID}, {@code TYPE_NOT_SUPPORTED}, {@code
   *     COLUMN_NAMES_COLLIDE}, or what the summaries throw
   */
  static TableColumns of(HadoopOptions options, Supplier<SummaryResponse> summary) {
    Optional<String> corrupt = options.read().columnNameOfCorruptRecord();
    List<RequestedColumn> requested =
        parsed(HadoopOptions.COLUMNS, options.columns()).stream()
            .filter(each -> corrupt.filter(each.name()::equals).isEmpty())
            .toList();
    TableColumns tableColumns =
        isGiven(options, requested)
            ? given(requested, summary)
            : inferred(options, requested, Inference.inferUnchecked(summary.get(), true));
    return corrupt.map(tableColumns::withCorrupt).orElse(tableColumns);
  }

  /** Returns whether the user has given the type of everything that is named. */
  private static boolean isGiven(HadoopOptions options, List<RequestedColumn> requested) {
    Set<String> typed = new HashSet<>();
    requested.stream()
        .filter(each -> each.type().isPresent())
        .forEach(each -> typed.add(each.name()));
    Optional<String> predicate = options.predicate();
    return !requested.isEmpty()
        && requested.stream().allMatch(each -> each.type().isPresent())
        && predicate.map(PredicateBinder::columnNames).map(typed::containsAll).orElse(true);
  }

  private static TableColumns given(
      List<RequestedColumn> requested, Supplier<SummaryResponse> summary) {
    boolean special =
        requested.stream()
            .anyMatch(
                each -> each.name().equals(Inference.KEY) || each.name().equals(Inference.VALUE));
    Optional<Summary> sample = special ? Optional.of(summary.get().summary()) : Optional.empty();
    List<Column> columns =
        requested.stream()
            .map(each -> new Column(each.name(), each.type().orElseThrow(), source(each, sample)))
            .toList();
    return new TableColumns(columns, columns);
  }

  private static Source source(RequestedColumn column, Optional<Summary> sample) {
    return sample.map(known -> Inference.source(known, column.name())).orElse(Source.FIELD);
  }

  private static TableColumns inferred(
      HadoopOptions options, List<RequestedColumn> requested, InferredTable table) {
    List<RequestedColumn> hints = parsed(Options.SCHEMA_HINTS, options.read().schemaHints());
    hints.stream().filter(hint -> hint.type().isEmpty()).forEach(TableColumns::refuseBare);
    List<Column> columns = amended(withKey(table), hints);
    List<Column> whole = amended(columns, requested);
    Inference.requireDistinct(table, whole, true);
    if (!requested.isEmpty()) {
      return new TableColumns(
          whole, requested.stream().map(each -> required(whole, each.name())).toList());
    }
    List<Column> shown =
        table.keyPlace() == KeyPlace.METADATA
            ? columns.stream().filter(column -> column.source() != Source.KEY).toList()
            : columns;
    return new TableColumns(columns, shown);
  }

  private static void refuseBare(RequestedColumn hint) {
    throw Options.SCHEMA_HINTS.invalid(
        hint.name(), "it has no type", "Write it as in CREATE TABLE, for example 'note string'.");
  }

  /** Returns the columns with the key, wherever engines show it; not if a field hides it. */
  private static List<Column> withKey(InferredTable table) {
    List<Column> columns = new ArrayList<>(table.columns());
    if (table.keyPlace() == KeyPlace.METADATA) {
      columns.add(0, table.key());
    }
    return columns;
  }

  /** Returns the columns with the types that the user gives; new ones come last. */
  private static List<Column> amended(List<Column> columns, List<RequestedColumn> types) {
    List<Column> amended = new ArrayList<>(columns);
    for (RequestedColumn typed : types) {
      if (typed.type().isEmpty()) {
        continue;
      }
      Type type = typed.type().get();
      Optional<Column> known = named(columns, typed.name());
      known.ifPresentOrElse(
          column ->
              amended.set(
                  amended.indexOf(column), new Column(column.name(), type, column.source())),
          () -> amended.add(Column.field(typed.name(), type)));
    }
    return amended;
  }

  private static Column required(List<Column> columns, String name) {
    return named(columns, name)
        .orElseThrow(
            () -> {
              List<String> names = columns.stream().map(Column::name).toList();
              String hint = Suggestion.of(name, names).clause(names.toString());
              return HadoopOptions.COLUMNS.invalid(
                  name,
                  "the sampled records have no such field; " + hint,
                  "Correct it, or give its type to read it anyway.");
            });
  }

  private static Optional<Column> named(List<Column> columns, String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  private static List<RequestedColumn> parsed(Option<String> option, Optional<String> text) {
    return text.map(given -> ColumnParser.parse(option, given)).orElse(List.of());
  }

  /** Returns the same with the corrupt record last; a field of its name is not read. */
  private TableColumns withCorrupt(String name) {
    List<Column> more = new ArrayList<>(selected);
    more.removeIf(column -> column.name().equals(name));
    more.add(new Column(name, Type.Scalar.STRING, Source.CORRUPT));
    return new TableColumns(
        columns.stream().filter(column -> !column.name().equals(name)).toList(), more);
  }
}
