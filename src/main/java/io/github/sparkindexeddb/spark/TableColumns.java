// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.Column.Source;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Inference;
import io.github.sparkindexeddb.wire.InferredTable;
import io.github.sparkindexeddb.wire.InferredTable.KeyPlace;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Summary;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which columns a table has, and where their values come from: inferred and amended by hints, or
 * given by the user.
 */
final class TableColumns {
  private static final Logger LOG = LoggerFactory.getLogger(TableColumns.class);

  private TableColumns() {}

  static IndexedDbTable inferred(StoreSource store) {
    return inferred(store, store.summarize());
  }

  /** From what was seen already. */
  static IndexedDbTable inferred(StoreSource store, SummaryReply seen) {
    warnOfCorrupt(store, seen.summary());
    InferredTable table = Inference.infer(seen, caseSensitive());
    if (table.keyPlace() == KeyPlace.HIDDEN_BY_FIELD) {
      LOG.warn(
          "Records of {} have a field '{}', which hides the primary key.",
          store.target(),
          Inference.KEY);
    }
    List<Column> columns =
        store
            .options()
            .schemaHints()
            .map(hints -> SchemaHints.parse(hints).applied(table.columns(), caseSensitive()))
            .orElse(table.columns());
    return new IndexedDbTable(
        store,
        checked(withCorrupt(withKey(columns, table), store.options())),
        Optional.of(PrimaryKey.of(seen.audience().clients())));
  }

  /** A hint for the key of a store whose records have no field of its name means the key. */
  private static List<Column> withKey(List<Column> columns, InferredTable table) {
    return table.keyPlace() != KeyPlace.METADATA
        ? columns
        : columns.stream()
            .map(column -> column.name().equals(Inference.KEY) ? from(column, Source.KEY) : column)
            .toList();
  }

  /** What such a record holds is in no column unless other records have it too. */
  private static void warnOfCorrupt(StoreSource store, Summary summary) {
    summary
        .corrupt()
        .example()
        .ifPresent(
            example ->
                LOG.warn(
                    "{} of {} sampled records of {} added nothing to the schema, such as the one with"
                        + " key {}: {}.",
                    summary.corrupt().count(),
                    summary.records(),
                    store.target(),
                    Json.write(example.key().json()),
                    example.reason()));
  }

  static IndexedDbTable given(StoreSource store, StructType schema) {
    if (store.options().schemaHints().isPresent()) {
      throw new IndexedDbException(
          ErrorCode.OPTION_INVALID,
          "Cannot use option 'schemaHints': hints amend an inferred schema, and this read is given"
              + " a whole one. Leave out either.");
    }
    List<Column> fields =
        Arrays.stream(schema.fields())
            .map(field -> Column.field(field.name(), SparkTypes.toWire(field, "")))
            .toList();
    return new IndexedDbTable(store, checked(sourced(fields, store)), Optional.empty());
  }

  /** Finds out which fields of a user's schema are none of the record's. */
  private static List<Column> sourced(List<Column> fields, StoreSource store) {
    Optional<String> corrupt = store.options().columnNameOfCorruptRecord();
    corrupt.ifPresent(name -> requireString(fields, name));
    Optional<SummaryReply> glance =
        fields.stream().anyMatch(TableColumns::mayBeNoField)
            ? Optional.of(store.glance())
            : Optional.empty();
    return fields.stream()
        .map(
            field ->
                corrupt.filter(field.name()::equals).isPresent()
                    ? from(field, Source.CORRUPT)
                    : glance.map(seen -> from(field, source(field, seen))).orElse(field))
        .toList();
  }

  private static boolean mayBeNoField(Column column) {
    return column.name().equals(Inference.KEY) || column.name().equals(Inference.VALUE);
  }

  private static Source source(Column column, SummaryReply glance) {
    if (!mayBeNoField(column)) {
      return Source.FIELD;
    }
    InferredTable table = Inference.infer(glance, true);
    if (column.name().equals(Inference.KEY)) {
      return table.keyPlace() == KeyPlace.HIDDEN_BY_FIELD ? Source.FIELD : Source.KEY;
    }
    return table.columns().stream()
        .filter(seen -> seen.name().equals(column.name()))
        .findFirst()
        .map(Column::source)
        .orElse(Source.FIELD);
  }

  private static Column from(Column column, Source source) {
    return new Column(column.name(), column.type(), source);
  }

  private static List<Column> withCorrupt(List<Column> columns, ReadOptions options) {
    if (options.columnNameOfCorruptRecord().isEmpty()) {
      return columns;
    }
    List<Column> more = new ArrayList<>(columns);
    more.add(
        new Column(options.columnNameOfCorruptRecord().get(), Type.Scalar.STRING, Source.CORRUPT));
    return more;
  }

  private static void requireString(List<Column> fields, String corrupt) {
    boolean fits =
        fields.stream()
            .anyMatch(field -> field.name().equals(corrupt) && field.type() == Type.Scalar.TEXT);
    if (!fits) {
      throw new IndexedDbException(
          ErrorCode.OPTION_INVALID,
          "Cannot use option 'columnNameOfCorruptRecord' = '"
              + corrupt
              + "': the given schema has no string column of that name. Add it to the schema, or"
              + " leave out the option.");
    }
  }

  private static List<Column> checked(List<Column> columns) {
    Type.Struct names =
        new Type.Struct(
            columns.stream().map(column -> new Type.Field(column.name(), column.type())).toList());
    CollidingNames.refuse(names, caseSensitive());
    columns.stream()
        .map(Column::name)
        .filter(name -> ClientFact.named(name).isPresent())
        .forEach(
            name -> LOG.warn("Column '{}' is a field of the records, not of the client.", name));
    return columns;
  }

  /** As Spark compares names in this session. */
  static boolean caseSensitive() {
    return SQLConf.get().caseSensitiveAnalysis();
  }

  static StructType schema(List<Column> columns) {
    return new StructType(
        columns.stream()
            .map(column -> SparkTypes.toSpark(column.name(), column.type()))
            .toArray(StructField[]::new));
  }
}
