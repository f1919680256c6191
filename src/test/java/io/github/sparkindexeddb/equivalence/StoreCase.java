// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One store as it was generated: in which browsers, with which records, read how.
 *
 * @param name of the store
 * @param creation options of {@code createObjectStore}
 * @param columns of the table
 * @param inferred whether Spark has to find out about the columns
 * @param metaKey the metadata column {@code _key}, if queries may name it
 * @param corrupt the name of the corrupt column, if there is one
 * @param options of the read, without those that all have
 * @param redacted whether a function of the app leaves out some records and values
 * @param writes records that the app puts and deletes meanwhile, in the first browser
 * @param shares what each browser has
 */
record StoreCase(
    String name,
    String creation,
    List<Column> columns,
    boolean inferred,
    Mode mode,
    Optional<Column> metaKey,
    Optional<String> corrupt,
    Map<String, String> options,
    boolean redacted,
    List<Entry> writes,
    List<Share> shares) {

  /** From where on records are numbered that may be read or not. */
  static final long WRITTEN = 1_000_000;

  private static final String WRITER =
      """
      {
        const puts = [%s];
        const open = indexedDB.open('%s');
        const write = () => {
          const transaction = open.result.transaction('%s', 'readwrite');
          const store = transaction.objectStore('%s');
          for (const put of puts) Math.random() < 0.5 ? store.put(put) : store.delete(put.id);
          transaction.oncomplete = transaction.onabort = () => setTimeout(write, 15);
        };
        open.onsuccess = write;
      }
      """;

  /** What the function of the app does, beside {@link #allowed}. */
  static final String REDACTION =
      "record => record?.n % 5 === 0 ? null : record?.n % 3 === 0 ? { ...record, "
          + Theme.FIELD
          + ": undefined } : record";

  /**
   * One browser's part of the store.
   *
   * @param creation options of {@code createObjectStore}
   */
  record Share(String creation, List<Index> indexes, List<Entry> entries) {}

  /** Key path and options as JavaScript. */
  record Index(String name, String keyPath, String options) {}

  /**
   * One record.
   *
   * @param put what is written: a record, or a pair of key and record
   * @param record as it is then
   */
  record Entry(String put, Js key, Js record) {}

  /** Adds the store to a browser's database. */
  void addTo(BrowserDatabase database, int browser) {
    Share share = shares.get(browser);
    database.store(name, share.creation());
    share.indexes().forEach(each -> database.index(each.name(), each.keyPath(), each.options()));
    String puts =
        share.entries().stream().map(Entry::put).collect(Collectors.joining(",\n", "[", "]"));
    if (share.creation().equals("{}")) {
      database.entries(puts);
    } else {
      database.records(puts);
    }
  }

  /** What the page does while queries are asked, as JavaScript. */
  String writer(String database) {
    String puts = writes.stream().map(Entry::put).collect(Collectors.joining(", "));
    return WRITER.formatted(puts, database, name, name);
  }

  /** The schema to read with. */
  StructType schema() {
    StructType schema = new StructType(fields(columns));
    return corrupt.map(column -> schema.add(column, "string")).orElse(schema);
  }

  /** The schema of the local table: all that queries may name. */
  StructType localSchema() {
    List<Column> all = new ArrayList<>(columns);
    metaKey.ifPresent(all::add);
    StructType schema = new StructType(fields(all));
    return corrupt.isPresent() ? schema.add(corrupt.get(), "string") : schema;
  }

  private static StructField[] fields(List<Column> columns) {
    return columns.stream()
        .map(column -> SparkSchema.field(column.name(), column.type()))
        .toArray(StructField[]::new);
  }

  /** What Spark is to see, in the order of {@link #localSchema()}. */
  List<Row> localRows() {
    List<Row> rows = new ArrayList<>();
    for (Share share : shares) {
      for (Entry entry : share.entries()) {
        allowed(entry).flatMap(this::row).ifPresent(rows::add);
      }
    }
    return rows;
  }

  /** A record as the app lets it out, if it does. */
  private Optional<Entry> allowed(Entry entry) {
    if (!redacted || !(entry.record() instanceof Js.Obj object)) {
      return Optional.of(entry);
    }
    double n = object.get("n") instanceof Js.Num number ? number.value() : 1;
    if (n % 5 == 0) {
      return Optional.empty();
    }
    Js.Obj left = n % 3 == 0 ? object.with(Theme.FIELD, Js.UNDEFINED) : object;
    return Optional.of(new Entry(entry.put(), entry.key(), left));
  }

  private Optional<Row> row(Entry entry) {
    List<Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(Model.value(column, entry.key(), entry.record())));
    boolean malformed = values.contains(Model.MISFIT);
    if (malformed && mode != Mode.PERMISSIVE) {
      return Optional.empty();
    }
    values.replaceAll(value -> value == Model.MISFIT ? null : value);
    metaKey.ifPresent(key -> values.add(Model.value(key, entry.key(), entry.record())));
    corrupt.ifPresent(column -> values.add(malformed ? TaggedJson.of(entry.record()) : null));
    return Optional.of(RowFactory.create(values.toArray()));
  }

  /** Whether some record does not fit. */
  boolean isMalformed(Entry entry) {
    return columns.stream()
        .anyMatch(column -> Model.value(column, entry.key(), entry.record()) == Model.MISFIT);
  }

  /** The record with a number in its field {@code n}. */
  Optional<Entry> numbered(long n) {
    return shares.stream()
        .flatMap(share -> share.entries().stream())
        .filter(
            entry ->
                entry.record() instanceof Js.Obj object && object.get("n").equals(new Js.Num(n)))
        .findFirst();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("store ").append(name).append(' ').append(creation).append(", mode ").append(mode);
    text.append(inferred ? ", inferred " : ", given ").append(SparkSchema.text(columns));
    metaKey.ifPresent(key -> text.append(", metadata ").append(SparkSchema.text(List.of(key))));
    corrupt.ifPresent(column -> text.append(", corrupt ").append(column));
    text.append(", options ").append(options).append(redacted ? ", redacted" : "");
    text.append(writes.isEmpty() ? "" : ", written meanwhile");
    for (Share share : shares) {
      text.append("\n  browser with ").append(share.entries().size()).append(" records, ");
      text.append(share.creation()).append(", ");
      text.append(share.indexes());
    }
    return text.toString();
  }
}
