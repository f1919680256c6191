// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.AgentGroup;
import io.github.sparkindexeddb.client.ClientFilter;
import io.github.sparkindexeddb.client.ClientQuorum;
import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.CatalogOptions;
import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.DatabasesReply;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Summary;
import io.github.sparkindexeddb.wire.SummaryReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;

/** All stores that the clients of a catalog's agents allow. Immutable, safe for all threads. */
final class BrowserStores {
  private final CatalogOptions options;
  private final AgentGroup agents;

  BrowserStores(CatalogOptions options) {
    this.options = options;
    this.agents = new AgentGroup(Endpoint.parse(options.endpoint(), options.token()));
  }

  String endpoint() {
    return options.endpoint();
  }

  /** Their names, each once. */
  Set<String> databases() {
    return listed()
        .map(DatabasesReply.Database::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of the stores of a database, each once. */
  Set<String> stores(String database) {
    return listed()
        .filter(listed -> listed.name().equals(database))
        .flatMap(listed -> listed.stores().stream())
        .map(listed -> listed.store().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What {@code DESCRIBE NAMESPACE} shows of a database. */
  Map<String, String> properties(String database) {
    List<DatabasesReply.Database> found =
        listed().filter(listed -> listed.name().equals(database)).toList();
    Map<String, String> properties = new TreeMap<>();
    properties.put(SupportsNamespaces.PROP_LOCATION, endpoint());
    properties.put("origins", joined(found, DatabasesReply.Database::origin));
    properties.put("versions", joined(found, listed -> Long.toString(listed.version())));
    return properties;
  }

  /** What each description of a store says, of any client. */
  List<DatabasesReply.Store> descriptions(String database, String store) {
    return listed()
        .filter(listed -> listed.name().equals(database))
        .flatMap(listed -> listed.stores().stream())
        .filter(listed -> listed.store().name().equals(store))
        .toList();
  }

  /**
   * The table of a store. If several origins have it, its schema is that of all of them together,
   * and a read must name one.
   *
   * @throws IndexedDbException as a read
   */
  CatalogTable table(String name, String database, String store) {
    StoreSource all = new StoreSource(options.of(database, store));
    try {
      return table(name, all, all.summarize(), Optional.empty());
    } catch (IndexedDbException e) {
      if (e.code() != ErrorCode.AMBIGUOUS_ORIGIN) {
        throw e;
      }
      return table(name, all, ofEachOrigin(database, store), Optional.of(e));
    }
  }

  private CatalogTable table(
      String name, StoreSource all, SummaryReply seen, Optional<IndexedDbException> ambiguity) {
    return new CatalogTable(
        name, this, TableColumns.inferred(all, seen), seen.audience(), ambiguity);
  }

  /** The store of one read. */
  StoreSource narrowed(String database, String store, Map<String, String> given) {
    return new StoreSource(options.of(database, store, given));
  }

  private SummaryReply ofEachOrigin(String database, String store) {
    return listed()
        .filter(listed -> listed.name().equals(database))
        .filter(
            listed ->
                listed.stores().stream().anyMatch(found -> found.store().name().equals(store)))
        .map(DatabasesReply.Database::origin)
        .distinct()
        .map(origin -> narrowed(database, store, Map.of("origin", origin)).summarize())
        .reduce(BrowserStores::both)
        .orElseThrow();
  }

  private static SummaryReply both(SummaryReply one, SummaryReply two) {
    Summary summary = one.summary().and(two.summary());
    return new SummaryReply(
        summary,
        new Audience(
            concat(one, two, Audience::clients),
            concat(one, two, Audience::away),
            concat(one, two, Audience::without)));
  }

  private static <T> List<T> concat(
      SummaryReply one, SummaryReply two, Function<Audience, List<T>> part) {
    return Stream.of(one, two)
        .flatMap(reply -> part.apply(reply.audience()).stream())
        .distinct()
        .toList();
  }

  private Stream<DatabasesReply.Database> listed() {
    return agents
        .databases(
            new ClientFilter(options.origin(), options.client()),
            new ClientQuorum(options.minClients(), options.waitForClients()))
        .stream();
  }

  private static <T> String joined(List<T> all, Function<T, String> text) {
    return all.stream().map(text).distinct().sorted().collect(Collectors.joining(", "));
  }

  /** The options, without the token. */
  @Override
  public String toString() {
    return options.toString();
  }
}
