// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Catalog;
import io.github.sparkindexeddb.wire.DatabasesReply;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What all connected clients allow, asked afresh. Thread-safe. */
final class Stores {
  /** A client that does not answer in time is shown with what it said last. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Clients clients;
  private final Clockwork clockwork;

  /** One client's catalog. */
  record Found(ClientName client, Catalog catalog) {
    String origin() {
      return client.origin();
    }
  }

  /** Databases of one name and version at an origin are shown as one. */
  private record DatabaseName(String origin, String name, long version) {
    static final Comparator<DatabaseName> ORDER =
        Comparator.comparing(DatabaseName::origin)
            .thenComparing(DatabaseName::name)
            .thenComparing(DatabaseName::version);
  }

  /** A store and one client that has it. */
  private record Holding(Catalog.Store store, String client) {}

  Stores(Clients clients, Clockwork clockwork) {
    this.clients = clients;
    this.clockwork = clockwork;
  }

  /** In the order of origins and client ids. Never fails. */
  CompletableFuture<List<Found>> all() {
    return Futures.all(clients.connected().stream().map(this::ask).toList());
  }

  /** As {@code GET /v1/databases} answers. */
  CompletableFuture<ObjectNode> json() {
    return all().thenApply(found -> reply(found).json());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Its handler takes what failed.
  private CompletableFuture<Found> ask(Client client) {
    Catalog last = client.catalog().orElse(Catalog.EMPTY);
    CompletableFuture<Catalog> told = new CompletableFuture<>();
    Clockwork.Alarm alarm = clockwork.after(PATIENCE, () -> told.complete(last));
    clients
        .askCatalog(client.link().orElseThrow())
        .whenComplete((catalog, error) -> told.complete(error == null ? catalog : last));
    return told.thenApply(
        catalog -> {
          alarm.cancel();
          return new Found(client.name(), catalog);
        });
  }

  private static DatabasesReply reply(List<Found> all) {
    Map<DatabaseName, Map<String, List<Holding>>> databases = new TreeMap<>(DatabaseName.ORDER);
    for (Found found : all) {
      for (Catalog.Database database : found.catalog().databases()) {
        DatabaseName name = new DatabaseName(found.origin(), database.name(), database.version());
        Map<String, List<Holding>> stores = databases.computeIfAbsent(name, any -> new TreeMap<>());
        for (Catalog.Store store : database.stores()) {
          stores
              .computeIfAbsent(store.name(), any -> new ArrayList<>())
              .add(new Holding(store, found.client().id()));
        }
      }
    }
    List<DatabasesReply.Database> list = new ArrayList<>();
    databases.forEach((name, stores) -> list.add(database(name, stores)));
    return new DatabasesReply(list);
  }

  private static DatabasesReply.Database database(
      DatabaseName name, Map<String, List<Holding>> stores) {
    return new DatabasesReply.Database(
        name.origin(),
        name.name(),
        name.version(),
        stores.values().stream().map(Stores::store).toList());
  }

  private static DatabasesReply.Store store(List<Holding> holdings) {
    Catalog.Store first = holdings.get(0).store();
    long records = holdings.stream().mapToLong(holding -> holding.store().records()).sum();
    return new DatabasesReply.Store(
        new Catalog.Store(
            first.name(), first.keyPath(), first.autoIncrement(), records, first.indexes()),
        holdings.stream().map(Holding::client).toList());
  }
}
