// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.schema.InferredTable;
import io.github.sparkindexeddb.schema.InferredTable.KeyPlace;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Summary;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The columns of a table, and where their values come from: inferred and amended by hints, or given
 * by the user.
 *
 * @param key the primary key; absent if the user gave the schema
 */
public record TableColumns(List<Column> columns, Optional<PrimaryKey> key) {
  private static final Logger LOG = LoggerFactory.getLogger(TableColumns.class);

  public TableColumns {
    columns = List.copyOf(columns);
  }

  /**
   * Returns the columns that sampled records have.
   *
   * @param summary the types in them, and the clients that have the store
   * @throws IndexedDbException {@code COLUMN_NAMES_COLLIDE}, or {@code OPTION_INVALID} or {@code
   *     TYPE_NOT_SUPPORTED} for the hints
   */
  public static TableColumns inferred(ReadOptions options, SummaryResponse summary) {
    warnOfCorrupt(options, summary.summary());
    InferredTable table = Inference.inferUnchecked(summary, caseSensitive());
    if (table.keyPlace() == KeyPlace.HIDDEN_BY_FIELD) {
      LOG.warn(
          "Records of {} have a field '{}', which hides the primary key.",
          options.target(),
          Inference.KEY);
    }
    List<Column> columns =
        options
            .schemaHints()
            .map(hints -> SchemaHints.parse(hints).applied(table.columns(), caseSensitive()))
            .orElse(table.columns());
    Inference.requireDistinct(table, columns, caseSensitive());
    return new TableColumns(
        checked(withCorrupt(withKey(columns, table), options)),
        Optional.of(PrimaryKey.of(summary.participants().clients())));
  }

  /** A hint for the key of a store whose records have no field of its name means the key. */
  private static List<Column> withKey(List<Column> columns, InferredTable table) {
    return table.keyPlace() != KeyPlace.METADATA
        ? columns
        : columns.stream()
            .map(column -> column.name().equals(Inference.KEY) ? from(column, Source.KEY) : column)
            .toList();
  }

  /** What has no form fits no column, so that {@code mode} decides. */
  private static void warnOfCorrupt(ReadOptions options, Summary summary) {
    summary
        .corrupt()
        .example()
        .ifPresent(
            example ->
                LOG.warn(
                    "{} of {} sampled records of {} hold what fits no column, such as the one with"
                        + " key {}: {}.",
                    summary.corrupt().count(),
                    summary.records() + summary.corrupt().count(),
                    options.target(),
                    Json.write(example.key().json()),
                    example.reason()));
  }

  /**
   * Returns the columns of a schema that the user gave.
   *
   * @param summary of sampled records, as for an inferred schema, so that this one means the same;
   *     called only if a column may be none of a record's fields
   * @throws IndexedDbException {@code OPTION_INVALID}, {@code TYPE_NOT_SUPPORTED} or {@code
   *     COLUMN_NAMES_COLLIDE}
   */
  public static TableColumns given(
      StructType schema, ReadOptions options, Supplier<SummaryResponse> summary) {
    if (options.schemaHints().isPresent()) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot use option 'schemaHints': hints amend an inferred schema, and this read is given"
              + " a whole one. Leave out either.");
    }
    List<Column> fields =
        Arrays.stream(schema.fields())
            .map(field -> Column.field(field.name(), SparkTypes.toWire(field, "")))
            .toList();
    Optional<String> corrupt = options.columnNameOfCorruptRecord();
    corrupt.ifPresent(name -> requireString(fields, name));
    return new TableColumns(checked(sourced(fields, corrupt, summary)), Optional.empty());
  }

  /** Finds out which fields of a user's schema are none of the record's. */
  private static List<Column> sourced(
      List<Column> fields, Optional<String> corrupt, Supplier<SummaryResponse> summary) {
    Optional<Summary> sample =
        fields.stream().anyMatch(TableColumns::mayBeNoField)
            ? Optional.of(summary.get().summary())
            : Optional.empty();
    return fields.stream()
        .map(
            field ->
                corrupt.filter(field.name()::equals).isPresent()
                    ? from(field, Source.CORRUPT)
                    : sample.map(known -> sourced(field, known)).orElse(field))
        .toList();
  }

  private static boolean mayBeNoField(Column column) {
    return column.name().equals(Inference.KEY) || column.name().equals(Inference.VALUE);
  }

  private static Column sourced(Column column, Summary sample) {
    Source source = Inference.source(sample, column.name());
    if (source == Source.FIELD && column.name().equals(Inference.KEY)) {
      LOG.warn("Column '{}' is a field of the records, not their key.", column.name());
    }
    return from(column, source);
  }

  private static Column from(Column column, Source source) {
    return new Column(column.name(), column.type(), source);
  }

  private static List<Column> withCorrupt(List<Column> columns, ReadOptions options) {
    if (options.columnNameOfCorruptRecord().isEmpty()) {
      return columns;
    }
    List<Column> all = new ArrayList<>(columns);
    all.add(
        new Column(options.columnNameOfCorruptRecord().get(), Type.Scalar.STRING, Source.CORRUPT));
    return all;
  }

  private static void requireString(List<Column> fields, String corrupt) {
    boolean fits =
        fields.stream()
            .anyMatch(field -> field.name().equals(corrupt) && field.type() == Type.Scalar.TEXT);
    if (!fits) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot use option 'columnNameOfCorruptRecord' = '%s': the given schema has no string"
              + " column of that name. Add it to the schema, or leave out the option.",
          corrupt);
    }
  }

  private static List<Column> checked(List<Column> columns) {
    Type.Struct names =
        new Type.Struct(
            columns.stream().map(column -> new Type.Field(column.name(), column.type())).toList());
    ColumnNameCheck.requireDistinct(names, caseSensitive());
    columns.stream()
        .map(Column::name)
        .filter(name -> ClientColumn.named(name).isPresent())
        .forEach(
            name -> LOG.warn("Column '{}' is a field of the records, not of the client.", name));
    return columns;
  }

  /** Returns whether Spark tells {@code a} from {@code A} in the session of this thread. */
  public static boolean caseSensitive() {
    return SQLConf.get().caseSensitiveAnalysis();
  }

  /** Returns the schema of the table, without its metadata columns. */
  public StructType schema() {
    return SparkTypes.toSpark(columns);
  }
}
