// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.AgentGroup;
import io.github.sparkindexeddb.client.ClientFilter;
import io.github.sparkindexeddb.client.ClientQuorum;
import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.CatalogOptions;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Summary;
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
final class CatalogListing {
  private final CatalogOptions options;
  private final AgentGroup agents;

  CatalogListing(CatalogOptions options) {
    this.options = options;
    this.agents = new AgentGroup(Endpoint.parse(options.endpoint(), options.token()));
  }

  String endpoint() {
    return options.endpoint();
  }

  /** Returns the names of all databases, each once. */
  Set<String> databaseNames() {
    return databases()
        .map(DatabasesResponse.Database::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Returns whether there is such a database.
   *
   * @throws IndexedDbException if a browser has it and cannot tell its stores, as {@code
   *     DATABASE_BUSY}, and nobody knows them from earlier
   */
  boolean hasDatabase(String database) {
    return described(database).findAny().isPresent();
  }

  /**
   * Returns the names of the stores of a database, each once.
   *
   * @throws IndexedDbException as {@link #hasDatabase}
   */
  Set<String> storeNames(String database) {
    return described(database)
        .flatMap(listed -> listed.stores().stream())
        .map(listed -> listed.store().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns what {@code DESCRIBE NAMESPACE} shows of a database. */
  Map<String, String> properties(String database) {
    List<DatabasesResponse.Database> found = described(database).toList();
    Map<String, String> properties = new TreeMap<>();
    properties.put(SupportsNamespaces.PROP_LOCATION, endpoint());
    properties.put("origins", joined(found, DatabasesResponse.Database::origin));
    properties.put("versions", joined(found, listed -> Long.toString(listed.version())));
    return properties;
  }

  /** Returns each description of a store that clients give: versions of an app may differ. */
  List<DatabasesResponse.Store> descriptions(String database, String store) {
    return databases(database)
        .flatMap(listed -> listed.stores().stream())
        .filter(listed -> listed.store().name().equals(store))
        .toList();
  }

  /**
   * Returns the table of a store, its schema inferred now. If several origins have it, its schema
   * is that of all of them together, and a read must name one.
   *
   * @param name as SQL writes it
   * @throws IndexedDbException of any code that inferring a schema may fail with
   */
  CatalogTable table(String name, String database, String store) {
    StoreSource all = new StoreSource(options.of(database, store));
    try {
      return table(name, all, all.summarize(), Optional.empty());
    } catch (IndexedDbException e) {
      if (e.code() != ErrorCode.AMBIGUOUS_ORIGIN) {
        throw e;
      }
      return table(name, all, summaryOfEachOrigin(database, store), Optional.of(e));
    }
  }

  private CatalogTable table(
      String name,
      StoreSource all,
      SummaryResponse summary,
      Optional<IndexedDbException> ambiguity) {
    return new CatalogTable(
        name, this, IndexedDbTable.inferred(all, summary), summary.participants(), ambiguity);
  }

  /**
   * Returns the store of one read.
   *
   * @param given the options of the read, which come before those of the catalog
   */
  StoreSource store(String database, String store, Map<String, String> given) {
    return new StoreSource(options.of(database, store, given));
  }

  private SummaryResponse summaryOfEachOrigin(String database, String store) {
    return databases(database)
        .filter(
            listed ->
                listed.stores().stream().anyMatch(found -> found.store().name().equals(store)))
        .map(DatabasesResponse.Database::origin)
        .distinct()
        .map(origin -> store(database, store, Map.of("origin", origin)).summarize())
        .reduce(CatalogListing::merged)
        .orElseThrow();
  }

  private static SummaryResponse merged(SummaryResponse one, SummaryResponse two) {
    Summary summary = one.summary().and(two.summary());
    return new SummaryResponse(
        summary,
        new Participants(
            concat(one, two, Participants::clients),
            concat(one, two, Participants::away),
            concat(one, two, Participants::without)));
  }

  private static <T> List<T> concat(
      SummaryResponse one, SummaryResponse two, Function<Participants, List<T>> part) {
    return Stream.of(one, two)
        .flatMap(summary -> part.apply(summary.participants()).stream())
        .distinct()
        .toList();
  }

  /** Returns the databases of that name; one that is held and was never known is an error. */
  private Stream<DatabasesResponse.Database> described(String name) {
    DatabasesResponse listed = listed();
    List<DatabasesResponse.Database> found =
        listed.databases().stream().filter(each -> each.name().equals(name)).toList();
    if (found.isEmpty()) {
      listed.failures().stream()
          .filter(failure -> failure.database().equals(Optional.of(name)))
          .findFirst()
          .ifPresent(CatalogListing::raise);
    }
    return found.stream();
  }

  private static void raise(DatabasesResponse.Failure failure) {
    throw IndexedDbException.of(
            ErrorCode.named(failure.code(), ErrorCode.WORKER_FAILED),
            "%s This is of client %s of %s.",
            failure.message(),
            PlainText.of(failure.client().id()),
            PlainText.of(failure.client().origin()))
        .with(failure.client().json());
  }

  private Stream<DatabasesResponse.Database> databases(String name) {
    return databases().filter(listed -> listed.name().equals(name));
  }

  private Stream<DatabasesResponse.Database> databases() {
    return listed().databases().stream();
  }

  private DatabasesResponse listed() {
    return agents.databases(
        new ClientFilter(options.origin(), options.client(), options.exceptClients()),
        new ClientQuorum(options.minClients(), options.waitForClients()));
  }

  private static <T> String joined(List<T> all, Function<T, String> text) {
    return all.stream().map(text).distinct().sorted().collect(Collectors.joining(", "));
  }

  /** Returns the options, without the token. */
  @Override
  public String toString() {
    return options.toString();
  }
}
