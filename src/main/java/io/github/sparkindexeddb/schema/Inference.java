// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import io.github.sparkindexeddb.schema.InferredTable.KeyPlace;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Kind;
import io.github.sparkindexeddb.wire.value.Summary;
import io.github.sparkindexeddb.wire.value.TypeNode;
import io.github.sparkindexeddb.wire.value.TypeNode.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Infers the columns of a table from the types seen in records.
 *
 * <p>If every record is an object (or null), each of its fields is a column, in the order in which
 * they were first seen. Otherwise there is one column {@code value}, which holds the record itself:
 * if some record is of another kind, if there are more than 10,000 names, or if all records are
 * null or cannot be read. A store without records has no data columns.
 */
public final class Inference {
  /** Name of the column that holds the primary key. */
  public static final String KEY = "_key";

  /** Name of the only column of records that are not objects. */
  public static final String VALUE = "value";

  private Inference() {}

  /**
   * Returns the columns of a store.
   *
   * @param summarized the summary of sampled records, with the clients whose it is
   * @param caseSensitive whether the engine tells {@code a} from {@code A}
   * @throws io.github.sparkindexeddb.wire.IndexedDbException {@code COLUMN_NAMES_COLLIDE}
   */
  public static InferredTable infer(SummaryResponse summarized, boolean caseSensitive) {
    InferredTable table = inferUnchecked(summarized, caseSensitive);
    requireDistinct(table, table.columns(), caseSensitive);
    return table;
  }

  /**
   * Returns the columns of a store, some of which the engine may not tell apart: types that the
   * user gives take the place of others.
   *
   * @param summarized the summary of sampled records, with the clients whose it is
   * @param caseSensitive whether the engine tells {@code a} from {@code A}
   */
  public static InferredTable inferUnchecked(SummaryResponse summarized, boolean caseSensitive) {
    FieldNames names = new FieldNames(caseSensitive);
    List<Column> columns = columns(summarized.summary());
    List<StoreClient> clients = summarized.participants().clients();
    Column key = key(clients);
    KeyPlace place = place(clients, columns, names);
    if (place == KeyPlace.FIRST_COLUMN) {
      columns.add(0, key);
    }
    return new InferredTable(columns, key, place);
  }

  /**
   * Checks that the engine tells apart all columns, and all fields in the types of those that are
   * used as they were inferred.
   *
   * @throws io.github.sparkindexeddb.wire.IndexedDbException {@code COLUMN_NAMES_COLLIDE}
   */
  public static void requireDistinct(
      InferredTable table, List<Column> used, boolean caseSensitive) {
    FieldNames names = new FieldNames(caseSensitive);
    List<Column> inferred =
        table.columns().stream().filter(column -> column.source() != Column.Source.KEY).toList();
    names.requireDistinct(inferred.stream().map(Column::name).toList(), "");
    inferred.stream()
        .filter(used::contains)
        .forEach(column -> names.requireDistinct(column.type(), column.name()));
  }

  /**
   * Returns where a column's values come from whose type the user has given: by the rules of those
   * that are inferred, so that a kept schema means the same again.
   *
   * @param summary of sampled records
   */
  public static Column.Source source(Summary summary, String name) {
    TypeNode root = summary.root();
    if (name.equals(KEY)) {
      return isTable(root) && hasField(root, KEY) ? Column.Source.FIELD : Column.Source.KEY;
    }
    return name.equals(VALUE) && isValue(summary) ? Column.Source.VALUE : Column.Source.FIELD;
  }

  private static boolean hasField(TypeNode root, String name) {
    return root.object().stream()
        .flatMap(
            names -> names instanceof Names.Named named ? named.fields().stream() : Stream.of())
        .anyMatch(field -> field.name().equals(name));
  }

  /** Returns the {@code _key} column alone, for a table whose other columns the user has given. */
  public static Column key(List<StoreClient> clients) {
    return new Column(KEY, KeyType.of(clients), Column.Source.KEY);
  }

  /**
   * Returns whether {@code _key} is an ordinary column: some client's store has no key path, so
   * that its records do not hold their keys.
   */
  private static boolean keyIsColumn(List<StoreClient> clients) {
    return clients.stream().anyMatch(client -> client.keys().keyPath().paths().isEmpty());
  }

  private static KeyPlace place(List<StoreClient> clients, List<Column> columns, FieldNames names) {
    if (columns.stream().anyMatch(column -> names.same(column.name(), KEY))) {
      return KeyPlace.HIDDEN_BY_FIELD;
    }
    return keyIsColumn(clients) ? KeyPlace.FIRST_COLUMN : KeyPlace.METADATA;
  }

  private static List<Column> columns(Summary summary) {
    TypeNode root = summary.root();
    List<Column> columns = new ArrayList<>();
    if (isTable(root)) {
      InferredType.fields(root.object())
          .forEach(field -> columns.add(Column.field(field.name(), field.type())));
    } else if (isValue(summary)) {
      columns.add(new Column(VALUE, InferredType.of(root), Column.Source.VALUE));
    }
    return columns;
  }

  /** Records that cannot be read are of no kind, but are to be told of. */
  private static boolean isValue(Summary summary) {
    boolean hasRecords = !summary.root().kinds().isEmpty() || summary.corrupt().count() > 0;
    return hasRecords && !isTable(summary.root());
  }

  private static boolean isTable(TypeNode root) {
    return root.kinds().containsKey(Kind.OBJECT)
        && root.kinds().keySet().stream().allMatch(k -> k == Kind.OBJECT || k == Kind.NULL)
        && root.object().filter(names -> names instanceof Names.Collapsed).isEmpty();
  }
}
