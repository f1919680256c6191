// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.scan.StoreCatalog.ClientCatalog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Suggestion;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Errors about names: each says what is there, what was probably meant and what to do. */
final class LookupErrors {
  /** A longer list would hide the sentence; the details hold all. */
  private static final int MAX_LISTED = 20;

  private LookupErrors() {}

  /**
   * @param endpoint of this agent, as a page would write it
   */
  static IndexedDbException noClients(String endpoint, List<Client> known) {
    IndexedDbException error =
        known.isEmpty()
            ? IndexedDbException.of(
                ErrorCode.NO_CLIENTS,
                "Cannot read: no browser is connected to the agent at %s. Open a page of the web"
                    + " app that calls connect({ endpoint: '%s' }).",
                endpoint,
                endpoint)
            : IndexedDbException.of(
                ErrorCode.NO_CLIENTS,
                "Cannot read: no browser is connected to the agent at %s (%s known, all away)."
                    + " Open a page of the web app that calls connect({ endpoint: '%s' }).",
                endpoint,
                known.size(),
                endpoint);
    return error.with(details(known)).with("endpoint", endpoint);
  }

  static IndexedDbException allExcepted(Target target, List<Client> known) {
    return IndexedDbException.of(
            ErrorCode.NO_CLIENTS,
            "Cannot read %s: all connected browsers are left out by 'exceptClients': %s. Leave out"
                + " fewer, or open a page of another browser.",
            target,
            listed(ids(connected(known))))
        .with(details(known));
  }

  static IndexedDbException originAway(Target target, String origin, List<Client> known) {
    return IndexedDbException.of(
            ErrorCode.ORIGIN_NOT_FOUND,
            "Cannot read %s: no connected browser is of origin '%s' any more: it is away."
                + " Connected: %s. Correct 'origin', or open a page of it.",
            target,
            AgentLog.plain(origin),
            listed(origins(connected(known))))
        .with(details(known))
        .with("nearest", origin);
  }

  static IndexedDbException originNotFound(Target target, String origin, List<Client> known) {
    Suggestion nearest = suggestion(origin, origins(known));
    return IndexedDbException.of(
            ErrorCode.ORIGIN_NOT_FOUND,
            "Cannot read %s: no connected browser is of origin '%s'%s. Connected: %s. Correct"
                + " 'origin', or open a page of it.",
            target,
            AgentLog.plain(origin),
            nearest.remark(),
            listed(origins(connected(known))))
        .with(details(known))
        .with(nearest.detail());
  }

  static IndexedDbException clientAway(Target target, String id, List<Client> known) {
    return IndexedDbException.of(
            ErrorCode.CLIENT_NOT_FOUND,
            "Cannot read %s: client '%s' is away. Connected: %s. Correct 'client', or open its"
                + " page.",
            target,
            AgentLog.plain(id),
            listed(ids(connected(known))))
        .with(details(known))
        .with("nearest", id);
  }

  static IndexedDbException clientNotFound(Target target, String id, List<Client> known) {
    Suggestion nearest = suggestion(id, ids(known));
    return IndexedDbException.of(
            ErrorCode.CLIENT_NOT_FOUND,
            "Cannot read %s: client '%s' is unknown%s. Connected: %s. Correct 'client', or open"
                + " its page.",
            target,
            AgentLog.plain(id),
            nearest.remark(),
            listed(ids(connected(known))))
        .with(details(known))
        .with(nearest.detail());
  }

  static IndexedDbException ambiguousOrigin(Target target, Collection<String> origins) {
    return IndexedDbException.of(
            ErrorCode.AMBIGUOUS_ORIGIN,
            "Cannot read %s: more than one origin has such a store: %s. Name one with 'origin'.",
            target,
            listed(origins))
        .with("origins", List.copyOf(origins));
  }

  /**
   * @param catalogs of the connected clients, as in the methods below
   */
  static IndexedDbException databaseNotFound(Target target, List<ClientCatalog> catalogs) {
    Offer offer = Offer.of(target, catalogs);
    Suggestion nearest = suggestion(target.database(), offer.databases);
    return IndexedDbException.of(
            ErrorCode.DATABASE_NOT_FOUND,
            "Cannot read %s: no connected browser has a database '%s' that it allows%s. Connected:"
                + " %s; they allow: %s. Correct the name, or add it to SparkIndexedDB.allow(…) in"
                + " the app.",
            target,
            target.database(),
            nearest.remark(),
            listed(offer.clients),
            listed(offer.paths))
        .with(offer.details(catalogs))
        .with(nearest.detail());
  }

  static IndexedDbException storeNotFound(Target target, List<ClientCatalog> catalogs) {
    Offer offer = Offer.of(target, catalogs);
    Suggestion nearest = suggestion(target.store(), offer.stores);
    return IndexedDbException.of(
            ErrorCode.STORE_NOT_FOUND,
            "Cannot read %s: its database has no store '%s'%s. Connected: %s; they allow: %s."
                + " Correct the name, or add it to SparkIndexedDB.allow(…) in the app.",
            target,
            target.store(),
            nearest.remark(),
            listed(offer.clients),
            listed(offer.paths))
        .with(offer.details(catalogs))
        .with(nearest.detail());
  }

  static IndexedDbException storeNotAllowed(Target target, List<ClientCatalog> catalogs) {
    Offer offer = Offer.of(target, catalogs);
    Suggestion nearest = suggestion(target.store(), offer.stores);
    return IndexedDbException.of(
            ErrorCode.STORE_NOT_ALLOWED,
            "Cannot read %s: the web app does not allow this store to be exported%s. Connected:"
                + " %s; they allow: %s. Correct the name, or add it to SparkIndexedDB.allow(…) in"
                + " the app.",
            target,
            nearest.remark(),
            listed(offer.clients),
            listed(offer.paths))
        .with(offer.details(catalogs))
        .with(nearest.detail());
  }

  /**
   * The databases and stores that there are instead.
   *
   * @param paths databases with their stores, as {@code shop/orders}
   * @param stores of the database that was asked for
   */
  private record Offer(
      List<String> clients, Set<String> databases, Set<String> paths, Set<String> stores) {
    static Offer of(Target target, List<ClientCatalog> catalogs) {
      List<String> clients =
          catalogs.stream().map(catalog -> AgentLog.describe(catalog.client())).toList();
      Offer offer = new Offer(clients, new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
      catalogs.stream()
          .flatMap(catalog -> catalog.catalog().databases().stream())
          .forEach(database -> offer.add(target, database));
      return offer;
    }

    private void add(Target target, Catalog.Database database) {
      databases.add(database.name());
      for (Catalog.Store store : database.stores()) {
        paths.add(database.name() + "/" + store.name());
        if (database.name().equals(target.database())) {
          stores.add(store.name());
        }
      }
    }

    ObjectNode details(List<ClientCatalog> catalogs) {
      ObjectNode details = Json.object().putPOJO("stores", List.copyOf(paths));
      details.set("clients", Json.array(catalogs, catalog -> catalog.client().json()));
      return details;
    }
  }

  private static Suggestion suggestion(String name, Set<String> choices) {
    return Suggestion.of(name, choices, AgentLog::plain);
  }

  private static ObjectNode details(List<Client> known) {
    ObjectNode details = Json.object();
    details.set(
        "clients",
        Json.array(known, client -> client.name().json().put("connected", client.isConnected())));
    return details;
  }

  private static List<Client> connected(List<Client> known) {
    return known.stream().filter(Client::isConnected).toList();
  }

  private static Set<String> origins(List<Client> clients) {
    return names(clients, client -> client.name().origin());
  }

  private static Set<String> ids(List<Client> clients) {
    return names(clients, client -> client.name().id());
  }

  private static Set<String> names(List<Client> clients, Function<Client, String> name) {
    return clients.stream().map(name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String listed(Collection<String> names) {
    if (names.isEmpty()) {
      return "nothing";
    }
    String shown =
        names.stream()
            .limit(MAX_LISTED)
            .map(name -> "'" + AgentLog.plain(name) + "'")
            .collect(Collectors.joining(", "));
    int more = names.size() - MAX_LISTED;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
