// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import io.github.sparkindexeddb.spark.schema.ClientColumn;
import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a scan, in the order in which Spark sees them. */
record ScanColumns(List<Selected> columns) {
  ScanColumns {
    columns = List.copyOf(columns);
  }

  /** A column of a scan. */
  sealed interface Selected {
    StructField field();

    Optional<Column> column();

    BatchLayout.Slot slot();
  }

  /** A column that is read in the browser. */
  record FromRecord(Column value) implements Selected {
    @Override
    public StructField field() {
      return SparkTypes.toSpark(value.name(), value.type());
    }

    @Override
    public Optional<Column> column() {
      return Optional.of(value);
    }

    @Override
    public BatchLayout.Slot slot() {
      return new BatchLayout.Read();
    }
  }

  /** A column whose value is known of the split. */
  record FromSplit(ClientColumn clientColumn) implements Selected {
    @Override
    public StructField field() {
      return SparkTypes.toSpark(clientColumn.columnName(), ClientColumn.TYPE);
    }

    @Override
    public Optional<Column> column() {
      return Optional.empty();
    }

    @Override
    public BatchLayout.Slot slot() {
      return new BatchLayout.Constant(clientColumn);
    }
  }

  /** Returns what Spark needs and nothing else, at every depth. */
  static ScanColumns pruned(List<Column> table, StructType required, Supplier<Column> key) {
    return new ScanColumns(
        Arrays.stream(required.fields()).map(field -> selected(table, field, key)).toList());
  }

  /**
   * Returns the columns that Spark needs, each whole: where a field that does not fit makes its
   * column null, a column that is cut smaller would be null less often.
   */
  static ScanColumns wide(List<Column> table, StructType required, Supplier<Column> key) {
    return new ScanColumns(
        Arrays.stream(required.fields())
            .map(
                field ->
                    named(table, field.name())
                        .<Selected>map(FromRecord::new)
                        .orElseGet(() -> selected(table, field, key)))
            .toList());
  }

  /** Returns the whole table, whatever Spark needs of it, and the metadata columns it asks for. */
  static ScanColumns whole(List<Column> table, StructType required, Supplier<Column> key) {
    Stream<Selected> metadata =
        Arrays.stream(required.fields())
            .filter(field -> named(table, field.name()).isEmpty())
            .map(field -> selected(table, field, key));
    return new ScanColumns(Stream.concat(table.stream().map(FromRecord::new), metadata).toList());
  }

  private static Selected selected(List<Column> table, StructField field, Supplier<Column> key) {
    Optional<Column> column = named(table, field.name());
    if (column.isPresent()) {
      Type type = SparkTypes.pruned(column.get().type(), field.dataType());
      return new FromRecord(new Column(field.name(), type, column.get().source()));
    }
    if (field.name().equals(Inference.KEY)) {
      return new FromRecord(key.get());
    }
    return ClientColumn.named(field.name())
        .map(FromSplit::new)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Spark asks for an unknown column '%s'".formatted(field.name())));
  }

  private static Optional<Column> named(List<Column> columns, String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Returns the schema of exactly what readers return. */
  StructType schema() {
    return new StructType(columns.stream().map(Selected::field).toArray(StructField[]::new));
  }

  /** Returns the columns that leave the browser. */
  List<Column> fromRecords() {
    return columns.stream().flatMap(selected -> selected.column().stream()).toList();
  }

  /** Returns how a batch with these columns is put together. */
  BatchLayout layout() {
    return new BatchLayout(
        SparkTypes.toSpark(fromRecords()), columns.stream().map(Selected::slot).toList());
  }
}
