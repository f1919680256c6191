// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.config.CatalogOptions;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of linked browsers as a catalog of Spark: databases are its namespaces, stores its
 * tables. It only reads.
 *
 * <pre>
 * spark.sql.catalog.browser           io.github.sparkindexeddb.spark.IndexedDbCatalog
 * spark.sql.catalog.browser.endpoint  http://localhost:8787
 *
 * SELECT * FROM browser.shop.orders
 * </pre>
 *
 * <p>Caches nothing: each call asks the browsers anew. Safe for all threads once it is initialized.
 */
public final class IndexedDbCatalog implements TableCatalog, SupportsNamespaces {
  private static final Logger LOG = LoggerFactory.getLogger(IndexedDbCatalog.class);

  /** Codes for a name that is probably misspelt, which Spark has errors of its own for. */
  private static final Set<ErrorCode> UNKNOWN =
      Set.of(ErrorCode.DATABASE_NOT_FOUND, ErrorCode.STORE_NOT_FOUND);

  private String name;
  private CatalogListing listing;

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    listing =
        new CatalogListing(
            CatalogOptions.parse(catalog, EmbeddedAgent.addedTo(options.asCaseSensitiveMap())));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String[][] listNamespaces() {
    return listing.databaseNames().stream()
        .map(database -> new String[] {database})
        .toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    require(namespace);
    return new String[0][];
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return namespace.length == 0 || namespace.length == 1 && listing.hasDatabase(namespace[0]);
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    require(namespace);
    return namespace.length == 0
        ? Map.of(SupportsNamespaces.PROP_LOCATION, listing.endpoint())
        : listing.properties(namespace[0]);
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    require(namespace);
    return namespace.length == 0
        ? new Identifier[0]
        : listing.storeNames(namespace[0]).stream()
            .map(store -> Identifier.of(namespace, store))
            .toArray(Identifier[]::new);
  }

  @Override
  public boolean tableExists(Identifier ident) {
    return ident.namespace().length == 1
        && listing.storeNames(ident.namespace()[0]).contains(ident.name());
  }

  /**
   * Returns the table of a store, its schema inferred now.
   *
   * @throws NoSuchTableException with our error, which names the nearest, suppressed in it; Spark
   *     says no more than the name, so the error is logged too
   */
  @Override
  public Table loadTable(Identifier ident) throws NoSuchTableException {
    if (ident.namespace().length != 1) {
      LOG.warn(
          "Cannot read {}: tables of catalog '{}' have two names, <database>.<store>. Put one with a"
              + " dot into backticks.",
          quoted(ident),
          name);
      throw new NoSuchTableException(ident);
    }
    try {
      return listing.table(name + "." + quoted(ident), ident.namespace()[0], ident.name());
    } catch (IndexedDbException e) {
      if (!UNKNOWN.contains(e.code())) {
        throw e;
      }
      LOG.warn(e.getMessage());
      NoSuchTableException unknown = new NoSuchTableException(ident);
      unknown.addSuppressed(e);
      throw unknown;
    }
  }

  /** Refuses to read an earlier state, which Spark would call a table that is not there. */
  @Override
  public Table loadTable(Identifier ident, String version) {
    throw onlyAsItIs(ident);
  }

  @Override
  public Table loadTable(Identifier ident, long timestamp) {
    throw onlyAsItIs(ident);
  }

  private IndexedDbException onlyAsItIs(Identifier ident) {
    return IndexedDbException.of(
        ErrorCode.STATEMENT_NOT_SUPPORTED,
        "Cannot read '%s.%s' as it was: IndexedDB has records only as they are now. Leave out 'VERSION AS OF' and"
            + " 'TIMESTAMP AS OF'.",
        name,
        quoted(ident));
  }

  // The successor names classes that only later versions of Spark have, and calls this one.
  @Override
  @SuppressWarnings("deprecation")
  public Table createTable(
      Identifier ident, StructType schema, Transform[] partitions, Map<String, String> properties) {
    throw readOnly("create table", quoted(ident));
  }

  @Override
  public Table alterTable(Identifier ident, TableChange... changes) {
    throw readOnly("alter table", quoted(ident));
  }

  @Override
  public boolean dropTable(Identifier ident) {
    throw readOnly("drop table", quoted(ident));
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw readOnly("rename table", quoted(from));
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw readOnly("create namespace", quoted(namespace));
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw readOnly("alter namespace", quoted(namespace));
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw readOnly("drop namespace", quoted(namespace));
  }

  private void require(String[] namespace) throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
  }

  private IndexedDbException readOnly(String action, String names) {
    return IndexedDbException.of(
            ErrorCode.READ_ONLY,
            "Cannot %s '%s.%s': what is in IndexedDB belongs to the web app, and catalog '%s' only"
                + " reads it. Change it in the app, or use a table of another catalog.",
            action,
            name,
            names,
            name)
        .with("catalog", name);
  }

  private static String quoted(Identifier ident) {
    return quoted(
        Stream.concat(Arrays.stream(ident.namespace()), Stream.of(ident.name()))
            .toArray(String[]::new));
  }

  /** Returns names as SQL wants them. */
  private static String quoted(String[] names) {
    return Arrays.stream(names)
        .map(part -> part.matches("[A-Za-z0-9_]+") ? part : "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }

  @Override
  public String toString() {
    return List.of(name, String.valueOf(listing)).toString();
  }
}
