// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.Inference;
import io.github.sparkindexeddb.wire.Target;
import io.github.sparkindexeddb.wire.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A store as a table: the union over all clients that have it.
 *
 * <p>Columns never change; what is not yet known of the key is guarded by {@code this}.
 */
final class IndexedDbTable implements Table, SupportsRead, SupportsMetadataColumns {
  private final StoreSource store;
  private final List<Column> columns;

  /** Null until somebody selects {@code _key} of a table whose schema the user gave. */
  private PrimaryKey key;

  IndexedDbTable(StoreSource store, List<Column> columns, Optional<PrimaryKey> key) {
    this.store = store;
    this.columns = List.copyOf(columns);
    this.key = key.orElse(null);
  }

  Target target() {
    return store.target();
  }

  @Override
  public String name() {
    return "indexeddb " + target();
  }

  // The successor, columns(), names a class whose shape differs between versions of Spark.
  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return TableColumns.schema(columns);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return Stream.concat(
            Stream.of(new Meta(Inference.KEY, () -> key().column().type())),
            Arrays.stream(ClientFact.values())
                .map(fact -> new Meta(fact.columnName(), () -> ClientFact.TYPE)))
        .filter(meta -> columns.stream().noneMatch(column -> column.name().equals(meta.name())))
        .toArray(MetadataColumn[]::new);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return scanBuilder(store);
  }

  /**
   * @param narrowed the table's store, perhaps of fewer clients
   */
  ScanBuilder scanBuilder(StoreSource narrowed) {
    return new IndexedDbScanBuilder(narrowed, columns, this::key);
  }

  @Override
  public String toString() {
    return name();
  }

  /** What is known of the primary key; costs a look at the store if the user gave the schema. */
  private synchronized PrimaryKey key() {
    if (key == null) {
      key = PrimaryKey.of(store.glance().audience().clients());
    }
    return key;
  }

  /** A column that a query must name to see it. */
  private record Meta(String name, Supplier<Type> type) implements MetadataColumn {
    @Override
    public DataType dataType() {
      return SparkTypes.toSpark(type.get());
    }

    @Override
    public boolean isNullable() {
      return true;
    }
  }
}
