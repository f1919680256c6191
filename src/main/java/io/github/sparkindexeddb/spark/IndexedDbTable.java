// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.Options;
import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.spark.read.IndexedDbScanBuilder;
import io.github.sparkindexeddb.spark.schema.ClientColumn;
import io.github.sparkindexeddb.spark.schema.PrimaryKey;
import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.spark.schema.TableColumns;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
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
  /** The beginning of a URI: the path that Spark gives to a table of its own catalog. */
  private static final Pattern PLACE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/");

  private final StoreSource store;
  private final TableColumns table;

  /** Null until somebody selects {@code _key} of a table whose schema the user gave. */
  private PrimaryKey key;

  private IndexedDbTable(StoreSource store, TableColumns table) {
    this.store = store;
    this.table = table;
    this.key = table.key().orElse(null);
  }

  /**
   * Returns the table of a store whose schema is inferred now, from as many records as the options
   * say.
   *
   * @param options of a read, with keys of any case
   */
  static IndexedDbTable inferred(Map<String, String> options) {
    StoreSource store = source(options);
    return inferred(store, store.summarize());
  }

  /** Returns the table of a store whose types are known already. */
  static IndexedDbTable inferred(StoreSource store, SummaryResponse summary) {
    return new IndexedDbTable(store, TableColumns.inferred(store.options(), summary));
  }

  /**
   * Returns the table of a store whose schema the user gave.
   *
   * @param options of a read, with keys of any case
   */
  static IndexedDbTable given(Map<String, String> options, StructType schema) {
    StoreSource store = source(options);
    return new IndexedDbTable(store, TableColumns.given(schema, store.options(), store::summarize));
  }

  /** Returns the store that the options of a read name, in the embedded agent if in no other. */
  static StoreSource source(Map<String, String> options) {
    if (options.keySet().stream().anyMatch(IndexedDbTable::isOfStreamedWrite)) {
      throw readOnly();
    }
    return new StoreSource(ReadOptions.parse(EmbeddedAgent.addedTo(ofRead(options))));
  }

  /**
   * Returns the options of a read. Those of a table of Spark's own catalog stand among its
   * properties with a prefix when it is created, and beside a place of files when it is read.
   */
  private static Map<String, String> ofRead(Map<String, String> options) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String prefix = TableCatalog.OPTION_PREFIX;
    options.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            all.put(key.substring(prefix.length()), value);
          }
        });
    boolean isCreated = !all.isEmpty();
    if (!isCreated) {
      all.putAll(options);
    }
    if (all.containsKey(Options.DATABASE.key()) && all.containsKey(Options.STORE.key())) {
      all.computeIfPresent(
          Options.PATH.key(), (key, path) -> PLACE.matcher(path).lookingAt() ? null : path);
    } else if (isCreated) {
      throw IndexedDbException.of(
          ErrorCode.STATEMENT_NOT_SUPPORTED,
          "Cannot create a table of Spark's own catalog by option 'path', which Spark takes for a place of files. Name"
              + " the store by options 'database' and 'store'.");
    }
    return all;
  }

  /** Spark asks for the table of a streamed write as for that of a read. */
  private static boolean isOfStreamedWrite(String option) {
    return option.equalsIgnoreCase("checkpointLocation") || option.equalsIgnoreCase("queryName");
  }

  /** Returns the error of a read of a table that only an older kind of source could serve. */
  static RuntimeException notThroughThatCatalog() {
    return IndexedDbException.of(
        ErrorCode.STATEMENT_NOT_SUPPORTED,
        "Cannot read a table that 'CREATE TABLE … USING indexeddb' made: Spark's own catalog before Spark 4 gives its"
            + " tables to older sources only. Use 'CREATE TEMPORARY VIEW … USING indexeddb OPTIONS (…)', or the"
            + " catalog io.github.sparkindexeddb.spark.IndexedDbCatalog; 'DROP TABLE' removes the table, not the"
            + " store.");
  }

  /** Returns the error of a write, as a class that Java 8 loads when it verifies who throws it. */
  static RuntimeException readOnly() {
    return IndexedDbException.of(
        ErrorCode.READ_ONLY,
        "Cannot write to format 'indexeddb': what is in IndexedDB belongs to the web app, and the"
            + " format only reads it. Change it in the app, or write to another format.");
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
    return table.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return Stream.concat(
            Stream.of(new Meta(Inference.KEY, () -> key().column().type())),
            Arrays.stream(ClientColumn.values())
                .map(column -> new Meta(column.columnName(), () -> ClientColumn.TYPE)))
        .filter(meta -> !isColumn(meta.name()))
        .toArray(MetadataColumn[]::new);
  }

  private boolean isColumn(String name) {
    return table.columns().stream().anyMatch(column -> column.name().equals(name));
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return scanBuilder(store);
  }

  /**
   * Returns a read of these columns.
   *
   * @param narrowed the table's store, perhaps of fewer clients
   */
  ScanBuilder scanBuilder(StoreSource narrowed) {
    return new IndexedDbScanBuilder(narrowed, table.columns(), this::key);
  }

  @Override
  public String toString() {
    return name();
  }

  /** Returns whether the other is the same store, read by the same options as the same columns. */
  boolean sameAs(IndexedDbTable other) {
    return store.equals(other.store) && table.equals(other.table);
  }

  /** Returns the primary key, which costs a look at the store if the user gave the schema. */
  private synchronized PrimaryKey key() {
    if (key == null) {
      key = PrimaryKey.of(store.glance().participants().clients());
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
