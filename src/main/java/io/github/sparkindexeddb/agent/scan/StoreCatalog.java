// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.Link;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The databases and stores that all connected clients allow, asked afresh. Thread-safe. */
public final class StoreCatalog {
  /**
   * A client that does not answer in time is shown with its last catalog, and with the reason; at
   * once if somebody has waited for it in vain, until it answers anything.
   */
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);

  /** More than this no JavaScript number counts. */
  private static final long MAX_RECORDS = 1L << 53;

  private final Clients clients;
  private final Scheduler scheduler;

  /**
   * One client's catalog.
   *
   * @param error why it is the one that was last known
   */
  record ClientCatalog(ClientName client, Catalog catalog, Optional<IndexedDbException> error) {
    String origin() {
      return client.origin();
    }

    /** Returns why not all of the client is shown. */
    Stream<DatabasesResponse.Failure> failures() {
      Stream<DatabasesResponse.Failure> ofAll =
          error.stream().map(why -> failure(Optional.empty(), why.code().name(), why.sentence()));
      Stream<DatabasesResponse.Failure> ofOne =
          catalog.failures().stream()
              .map(one -> failure(Optional.of(one.name()), one.code(), one.message()));
      return error.isPresent() ? ofAll : ofOne;
    }

    private DatabasesResponse.Failure failure(
        Optional<String> database, String code, String message) {
      return new DatabasesResponse.Failure(client, database, code, message);
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
  private record StoreCopy(Catalog.Store store, String client) {}

  public StoreCatalog(Clients clients, Scheduler scheduler) {
    this.clients = clients;
    this.scheduler = scheduler;
  }

  /** Returns the catalogs in the order of origins and client ids. Never fails. */
  CompletableFuture<List<ClientCatalog>> all() {
    List<CompletableFuture<Answered>> answers =
        clients.connected().stream()
            .map(client -> requestCatalog(client.name(), client.link().orElseThrow()))
            .toList();
    return Futures.all(answers).thenApply(all -> all.stream().map(this::known).toList());
  }

  /** Returns the response to {@code GET /v1/databases}. */
  public CompletableFuture<ObjectNode> json() {
    return all().thenApply(catalogs -> response(catalogs).json());
  }

  /**
   * That a client has answered, or why not. Its catalog is with the clients, whose catalogs have a
   * bound.
   */
  private record Answered(ClientName client, Optional<IndexedDbException> error) {}

  private CompletableFuture<Answered> requestCatalog(ClientName client, Link link) {
    boolean silent = link.silentSince().isPresent();
    CompletableFuture<Answered> answered = new CompletableFuture<>();
    Runnable giveUp = () -> answered.complete(silent(client, link));
    Scheduler.Timer timer = scheduler.schedule(RESPONSE_TIMEOUT, giveUp);
    Futures.onComplete(
        clients.requestCatalog(link),
        (catalog, error) -> {
          timer.cancel();
          answered.complete(new Answered(client, Optional.ofNullable(error).map(AgentErrors::of)));
        });
    if (silent) {
      timer.cancel();
      giveUp.run();
    }
    return answered;
  }

  private Answered silent(ClientName client, Link link) {
    Instant now = scheduler.now();
    Instant since = link.markSilent(now.minus(RESPONSE_TIMEOUT));
    return new Answered(client, Optional.of(silence(client, Duration.between(since, now))));
  }

  private ClientCatalog known(Answered answered) {
    Optional<Catalog> catalog = clients.catalog(answered.client());
    Optional<IndexedDbException> error =
        catalog.isEmpty()
            ? answered.error().or(() -> Optional.of(notKept(answered.client())))
            : answered.error();
    return new ClientCatalog(answered.client(), catalog.orElse(Catalog.EMPTY), error);
  }

  private static IndexedDbException notKept(ClientName client) {
    return IndexedDbException.of(
        ErrorCode.BAD_MESSAGE,
        "Cannot list the stores of %s: it has just gone, or there are so many that the agent has no"
            + " memory for them. Give the agent more of it.",
        AgentLog.describe(client));
  }

  private static IndexedDbException silence(ClientName client, Duration waited) {
    return IndexedDbException.of(
        ErrorCode.WORKER_SILENT,
        "Cannot list the stores of %s: it has not answered for %s s. Look into the console of its"
            + " page, or reload it.",
        AgentLog.describe(client),
        waited.toSeconds());
  }

  private static DatabasesResponse response(List<ClientCatalog> catalogs) {
    Map<DatabaseName, Map<String, List<StoreCopy>>> databases = new TreeMap<>(DatabaseName.ORDER);
    for (ClientCatalog clientCatalog : catalogs) {
      for (Catalog.Database database : clientCatalog.catalog().databases()) {
        DatabaseName name =
            new DatabaseName(clientCatalog.origin(), database.name(), database.version());
        Map<String, List<StoreCopy>> stores =
            databases.computeIfAbsent(name, any -> new TreeMap<>());
        for (Catalog.Store store : database.stores()) {
          stores
              .computeIfAbsent(store.name(), any -> new ArrayList<>())
              .add(new StoreCopy(store, clientCatalog.client().id()));
        }
      }
    }
    List<DatabasesResponse.Database> list = new ArrayList<>();
    databases.forEach((name, stores) -> list.add(database(name, stores)));
    return new DatabasesResponse(list, catalogs.stream().flatMap(ClientCatalog::failures).toList());
  }

  private static DatabasesResponse.Database database(
      DatabaseName name, Map<String, List<StoreCopy>> stores) {
    return new DatabasesResponse.Database(
        name.origin(),
        name.name(),
        name.version(),
        stores.values().stream().map(StoreCatalog::store).toList());
  }

  private static DatabasesResponse.Store store(List<StoreCopy> copies) {
    Catalog.Store first = copies.get(0).store();
    long records =
        copies.stream()
            .mapToLong(copy -> copy.store().records())
            .reduce(0, (a, b) -> Math.min(MAX_RECORDS, a + b));
    return new DatabasesResponse.Store(
        new Catalog.Store(
            first.name(), first.keyPath(), first.autoIncrement(), records, first.indexes()),
        copies.stream().map(StoreCopy::client).toList());
  }
}
