// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.Catalog;
import io.github.sparkindexeddb.wire.DatabasesReply;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.KeyPath;
import io.github.sparkindexeddb.wire.StoreClient;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A store as a table of a catalog: options come with each read. Safe for all threads. */
final class CatalogTable implements Table, SupportsRead, SupportsMetadataColumns {
  private final String name;
  private final BrowserStores stores;
  private final IndexedDbTable all;
  private final Audience audience;
  private final Optional<IndexedDbException> ambiguity;

  /**
   * @param name as SQL writes it
   * @param all the store in all clients
   * @param audience who was asked for its schema
   * @param ambiguity why a read must name an origin, if it must
   */
  CatalogTable(
      String name,
      BrowserStores stores,
      IndexedDbTable all,
      Audience audience,
      Optional<IndexedDbException> ambiguity) {
    this.name = name;
    this.stores = stores;
    this.all = all;
    this.audience = audience;
    this.ambiguity = ambiguity;
  }

  @Override
  public String name() {
    return name;
  }

  // As in the table of format("indexeddb").
  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return all.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return all.capabilities();
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return all.metadataColumns();
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap given) {
    Target target = all.target();
    StoreSource store =
        stores.narrowed(target.database(), target.store(), given.asCaseSensitiveMap());
    boolean narrowed = store.target().origin().isPresent() || store.target().client().isPresent();
    return ambiguity.isPresent() && !narrowed
        ? new AmbiguousRead(schema(), ambiguity.get())
        : all.scanBuilder(store);
  }

  /** What {@code DESCRIBE EXTENDED} shows beyond columns. Asks the browsers for their indexes. */
  @Override
  public Map<String, String> properties() {
    Target target = all.target();
    List<Catalog.Store> found =
        stores.descriptions(target.database(), target.store()).stream()
            .map(DatabasesReply.Store::store)
            .toList();
    List<StoreClient> clients = audience.clients();
    Map<String, String> properties = new TreeMap<>();
    properties.put(TableCatalog.PROP_PROVIDER, "indexeddb");
    properties.put(TableCatalog.PROP_LOCATION, stores.endpoint());
    properties.put("keyPath", each(clients.stream().map(client -> text(client.keys().keyPath()))));
    properties.put(
        "autoIncrement",
        each(clients.stream().map(client -> Boolean.toString(client.keys().autoIncrement()))));
    properties.put(
        "indexes",
        each(found.stream().flatMap(store -> store.indexes().stream()).map(CatalogTable::text)));
    properties.put(
        "records", Long.toString(found.stream().mapToLong(Catalog.Store::records).sum()));
    properties.put("clients", each(clients.stream().map(client -> text(client.name()))));
    properties.put("clientsAway", each(audience.away().stream().map(CatalogTable::text)));
    return properties;
  }

  /** Clients may run different versions of an app, so there may be more than one of each. */
  private static String each(Stream<String> texts) {
    String joined = texts.distinct().sorted().collect(Collectors.joining(", "));
    return joined.isEmpty() ? "none" : joined;
  }

  private static String text(ClientName client) {
    return client.id() + " of " + client.origin();
  }

  private static String text(KeyPath path) {
    if (path.compound()) {
      return path.paths().toString();
    }
    return path.paths().isEmpty() ? "none" : path.paths().get(0);
  }

  private static String text(Catalog.Index index) {
    return index.name()
        + " ("
        + text(index.keyPath())
        + (index.unique() ? ", unique" : "")
        + (index.multiEntry() ? ", multiEntry" : "")
        + ")";
  }

  @Override
  public String toString() {
    return name;
  }
}
