// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.hadoop.Condition;
import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import io.github.sparkindexeddb.hadoop.KeyWritable;
import io.github.sparkindexeddb.hadoop.ReadBuilder;
import io.github.sparkindexeddb.hadoop.RecordWritable;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.security.Credentials;

/**
 * The same store through the record reader that Tez and MapReduce call, without a cluster.
 *
 * @param columns as in {@code CREATE TABLE}
 */
record TezTable(StoreCase store, Map<String, String> place, List<String> columns) {

  /**
   * Reads a store as it was generated; empty if that takes a type that the option has no word for.
   */
  static Optional<TezTable> of(StoreCase store, Map<String, String> place) {
    boolean named =
        store.inferred() || store.columns().stream().noneMatch(column -> hasNoWord(column.type()));
    return named
        ? Optional.of(
            new TezTable(
                store, place, store.columns().stream().map(each -> text(store, each)).toList()))
        : Optional.empty();
  }

  private static boolean hasNoWord(Type type) {
    if (type instanceof Type.Struct struct) {
      return struct.fields().stream().anyMatch(field -> hasNoWord(field.type()));
    } else if (type instanceof Type.Array array) {
      return hasNoWord(array.element());
    } else if (type instanceof Type.Map map) {
      return hasNoWord(map.key()) || hasNoWord(map.value());
    }
    // What the option calls a string is text.
    return type == Type.Scalar.STRING;
  }

  private static String text(StoreCase store, Column column) {
    String name = quoted(column.name());
    return store.inferred() ? name : name + " " + text(column.type());
  }

  private static String text(Type type) {
    if (type instanceof Type.Struct struct) {
      return struct.fields().stream()
          .map(field -> quoted(field.name()) + ":" + text(field.type()))
          .collect(Collectors.joining(",", "struct<", ">"));
    } else if (type instanceof Type.Array array) {
      return "array<" + text(array.element()) + ">";
    } else if (type instanceof Type.Map map) {
      return "map<" + text(map.key()) + "," + text(map.value()) + ">";
    } else if (type instanceof Type.Decimal decimal) {
      return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
    }
    return type == Type.Scalar.TEXT ? "string" : type.toString().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Whether a column, or a field of one, is among those that are read. */
  boolean has(Reference reference) {
    return store.columns().stream()
        .anyMatch(column -> column.name().equals(reference.path().get(0)));
  }

  /** The rows for which a condition is true, as {@link Plain} shows them. */
  List<List<Object>> rows(Optional<Condition> where, List<Reference> selected) {
    ReadBuilder builder =
        IndexedDbInputFormat.configure(new Configuration(false), new Credentials())
            .endpoint(place.get("endpoint"))
            .origin(place.get("origin"))
            .store(place.get("database"), store.name())
            .mode(store.mode())
            .columns(columns.toArray(String[]::new));
    store.options().forEach(builder::option);
    where.ifPresent(builder::where);
    Configuration conf = builder.configuration();
    IndexedDbInputFormat format = new IndexedDbInputFormat();
    List<List<Object>> rows = new ArrayList<>();
    try {
      for (InputSplit split : format.getSplits(new JobContextImpl(conf, new JobID()))) {
        TaskAttemptContext context = new TaskAttemptContextImpl(conf, new TaskAttemptID());
        try (RecordReader<KeyWritable, RecordWritable> reader =
            format.createRecordReader(split, context)) {
          reader.initialize(split, context);
          while (reader.nextKeyValue()) {
            List<Object> row = row(reader.getCurrentValue(), selected);
            if (!Query.isWritten(selected.get(0).path().get(0), row.get(0))) {
              rows.add(row);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return rows;
  }

  private static List<Object> row(RecordWritable record, List<Reference> selected) {
    List<Object> row = new ArrayList<>();
    for (Reference reference : selected) {
      Object value = record.get(reference.path().get(0));
      for (String name : reference.path().subList(1, reference.path().size())) {
        value = value instanceof Map<?, ?> fields ? fields.get(name) : null;
      }
      row.add(widest(Plain.value(value)));
    }
    return row;
  }

  /** A value of Spark's as the widest of its sort, which the Hadoop API has alone. */
  static Object widest(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return value instanceof Float number ? (Object) number.doubleValue() : value;
  }
}
