// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.spark.read.AmbiguousRead;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.value.KeyPath;
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

/**
 * A store as a table of a catalog: options come with each read. Safe for all threads.
 *
 * <p>Each statement looks the table up anew, and Spark finds what it has cached of it by equality:
 * the same store, read by the same options as the same columns.
 */
final class CatalogTable implements Table, SupportsRead, SupportsMetadataColumns {
  private final String name;
  private final CatalogListing listing;
  private final IndexedDbTable table;
  private final Participants participants;
  private final Optional<IndexedDbException> ambiguity;

  /**
   * @param name as SQL writes it
   * @param table the store in all clients
   * @param participants the clients that its schema is of, and those that were away
   * @param ambiguity why a read must name an origin, if it must
   */
  CatalogTable(
      String name,
      CatalogListing listing,
      IndexedDbTable table,
      Participants participants,
      Optional<IndexedDbException> ambiguity) {
    this.name = name;
    this.listing = listing;
    this.table = table;
    this.participants = participants;
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
    return table.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return table.capabilities();
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return table.metadataColumns();
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap given) {
    Target target = table.target();
    StoreSource store =
        listing.store(target.database(), target.store(), given.asCaseSensitiveMap());
    boolean narrowed = store.target().origin().isPresent() || store.target().client().isPresent();
    return ambiguity.isPresent() && !narrowed
        ? new AmbiguousRead(schema(), ambiguity.get())
        : table.scanBuilder(store);
  }

  /**
   * Returns what {@code DESCRIBE EXTENDED} shows beyond columns. Asks the browsers for their
   * indexes.
   */
  @Override
  public Map<String, String> properties() {
    Target target = table.target();
    List<Catalog.Store> found =
        listing.descriptions(target.database(), target.store()).stream()
            .map(DatabasesResponse.Store::store)
            .toList();
    List<StoreClient> clients = participants.clients();
    Map<String, String> properties = new TreeMap<>();
    properties.put(TableCatalog.PROP_PROVIDER, "indexeddb");
    properties.put(TableCatalog.PROP_LOCATION, listing.endpoint());
    properties.put(
        "keyPath", joined(clients.stream().map(client -> text(client.keys().keyPath()))));
    properties.put(
        "autoIncrement",
        joined(clients.stream().map(client -> Boolean.toString(client.keys().autoIncrement()))));
    properties.put(
        "indexes",
        joined(found.stream().flatMap(store -> store.indexes().stream()).map(CatalogTable::text)));
    properties.put(
        "records", Long.toString(found.stream().mapToLong(Catalog.Store::records).sum()));
    properties.put("clients", joined(clients.stream().map(client -> text(client.name()))));
    properties.put("clientsAway", joined(participants.away().stream().map(CatalogTable::text)));
    return properties;
  }

  /** Clients may run different versions of an app, so there may be more than one of each. */
  private static String joined(Stream<String> texts) {
    String all = texts.distinct().sorted().collect(Collectors.joining(", "));
    return all.isEmpty() ? "none" : all;
  }

  private static String text(ClientName client) {
    return "%s of %s".formatted(client.id(), client.origin());
  }

  private static String text(KeyPath path) {
    if (path.compound()) {
      return path.paths().toString();
    }
    return path.paths().isEmpty() ? "none" : path.paths().get(0);
  }

  private static String text(Catalog.Index index) {
    String unique = index.unique() ? ", unique" : "";
    String multiEntry = index.multiEntry() ? ", multiEntry" : "";
    return "%s (%s%s%s)".formatted(index.name(), text(index.keyPath()), unique, multiEntry);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CatalogTable that
        && name.equals(that.name)
        && table.sameAs(that.table)
        && ambiguity.isPresent() == that.ambiguity.isPresent();
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
