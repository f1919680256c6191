// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.HeapShare;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The clients that are linked, and those that were. Of two links of one client the newer holds.
 *
 * <p>Thread-safe: state is guarded by {@code this}; links are closed and futures completed outside
 * of it.
 */
public final class Clients {
  private static final Duration PING_PERIOD = Duration.ofSeconds(10);

  /**
   * How long after its last hello a client of which there are two fails what would read it. Then it
   * is a client that is away: nobody could read for ever where a stranger made two.
   */
  private static final Duration TWIN_TIME = Duration.ofHours(1);

  /** Clients away that are remembered; the longest away are forgotten first. */
  private static final int MAX_KNOWN = 10_000;

  private static final Comparator<Client> ORDER =
      Comparator.comparing((Client client) -> client.name().origin())
          .thenComparing(client -> client.name().id());

  private final Scheduler scheduler;
  private final Tickets tickets = new Tickets();
  private final CatalogShare catalogs;
  private final Map<ClientName, Client> known = new HashMap<>();
  private final Map<ClientName, List<CompletableFuture<Link>>> waiters = new HashMap<>();

  public Clients(Scheduler scheduler) {
    this(scheduler, new CatalogShare(HeapShare.partOf(16)));
  }

  Clients(Scheduler scheduler, CatalogShare catalogs) {
    this.scheduler = scheduler;
    this.catalogs = catalogs;
    scheduler.scheduleEvery(PING_PERIOD, this::tick);
  }

  private void tick() {
    connected().forEach(client -> linkOf(client).tick());
    Instant old = scheduler.now().minus(TWIN_TIME);
    synchronized (this) {
      known.replaceAll(
          (name, client) ->
              client.twin().isPresent() && client.since().isBefore(old)
                  ? client.withoutTwin()
                  : client);
    }
  }

  /**
   * Links a page and welcomes it; an older link of the same client is closed.
   *
   * @throws IndexedDbException {@code CLIENT_TWIN} if another browser than the client's has its
   *     secret; then neither is linked any more
   */
  Link join(LinkRequest request) {
    ClientName name = request.client();
    String ticket = tickets.next(request.ticket().orElse(""));
    Client client;
    Optional<Link> older;
    List<CompletableFuture<Link>> waiting;
    synchronized (this) {
      older = Optional.ofNullable(known.get(name)).flatMap(Client::link);
      client = successor(request, ticket);
      known.put(name, client);
      waiting = removeWaiters(name);
    }
    client.twin().ifPresent(twin -> refuseTwin(twin, older, waiting));
    Link link = linkOf(client);
    older.ifPresent(former -> former.close(new LinkErrors(name).replaced()));
    AgentLog.LOG.info("{} linked ({})", AgentLog.describe(name), AgentLog.plain(request.browser()));
    link.welcome(request.ticket().map(shown -> ticket));
    // Nobody waits for it: a link that ends without an answer is away, and needs no catalog.
    var unused = requestCatalog(link);
    waiting.forEach(waiter -> waiter.complete(link));
    return link;
  }

  private static void refuseTwin(
      IndexedDbException twin, Optional<Link> older, List<CompletableFuture<Link>> waiting) {
    older.ifPresent(former -> former.close(twin));
    waiting.forEach(waiter -> waiter.completeExceptionally(twin));
    throw twin;
  }

  /** Returns the client as it is after a further hello. Guarded by {@code this}. */
  private Client successor(LinkRequest request, String ticket) {
    Optional<Client> earlier = Optional.ofNullable(known.get(request.client()));
    Optional<Chains> next =
        request
            .ticket()
            .flatMap(
                shown ->
                    earlier
                        .map(client -> client.next(shown, ticket))
                        .orElseGet(() -> Optional.of(Chains.begin(shown, ticket))));
    return request.ticket().isPresent() && next.isEmpty()
        ? earlier.orElseThrow().withTwin(request.presence(scheduler.now(), Optional.empty()))
        : linked(request, earlier.flatMap(Client::catalog), next);
  }

  private Client linked(LinkRequest request, Optional<Catalog> catalog, Optional<Chains> chains) {
    String lineage = chains.map(Chains::lineage).orElse("");
    Link link =
        new Link(request.connection(), request.client(), lineage, scheduler, this::onLinkEnd);
    return new Client(
        request.client(),
        request.presence(scheduler.now(), Optional.of(link)),
        catalog,
        chains,
        Optional.empty());
  }

  /** Guarded by {@code this}. */
  private List<CompletableFuture<Link>> removeWaiters(ClientName name) {
    return Optional.ofNullable(waiters.remove(name)).orElse(List.of());
  }

  /**
   * Ends the links of the clients of that id, and forgets all about them; each may link again.
   *
   * @throws IndexedDbException {@code CLIENT_NOT_FOUND} if there is none
   */
  public void remove(String id) {
    if (!removeAll(id::equals)) {
      throw LinkErrors.unknown(id);
    }
  }

  /**
   * Ends the links of the clients of such ids, and forgets all about them.
   *
   * @return whether there was one
   */
  public boolean removeAll(Predicate<String> ids) {
    Map<Client, List<CompletableFuture<Link>>> removed = new HashMap<>();
    synchronized (this) {
      known.values().stream()
          .filter(client -> ids.test(client.name().id()))
          .forEach(client -> removed.put(client, removeWaiters(client.name())));
      removed.keySet().forEach(client -> forget(client.name()));
    }
    removed.forEach(Clients::tellRemoved);
    return !removed.isEmpty();
  }

  private static void tellRemoved(Client client, List<CompletableFuture<Link>> waiting) {
    IndexedDbException reason = new LinkErrors(client.name()).removed();
    AgentLog.LOG.info("{} removed", AgentLog.describe(client.name()));
    client.link().ifPresent(link -> link.close(reason));
    waiting.forEach(waiter -> waiter.completeExceptionally(reason));
  }

  /** Returns the linked clients, sorted by origin and id. */
  public List<Client> connected() {
    return known().stream().filter(Client::isConnected).toList();
  }

  /** Returns the linked clients and those away, sorted by origin and id. */
  public synchronized List<Client> known() {
    return known.values().stream().sorted(ORDER).toList();
  }

  /**
   * Returns the client's link as soon as it has one; fails with {@code CLIENT_LOST} after the time,
   * and with {@code CLIENT_TWIN} if it may have none.
   */
  CompletableFuture<Link> awaitLink(ClientName name, Duration atMost) {
    CompletableFuture<Link> future = new CompletableFuture<>();
    synchronized (this) {
      Client client = known.get(name);
      if (client != null && client.isConnected()) {
        return CompletableFuture.completedFuture(linkOf(client));
      }
      if (client != null && client.twin().isPresent()) {
        return CompletableFuture.failedFuture(client.twin().get());
      }
      waiters.computeIfAbsent(name, any -> new ArrayList<>()).add(future);
    }
    Scheduler.Timer timer = scheduler.schedule(atMost, () -> onWaitTimeout(name, future, atMost));
    Futures.onComplete(future, (link, error) -> timer.cancel());
    return future;
  }

  /** Asks the client what it allows now. */
  public CompletableFuture<Catalog> requestCatalog(Link link) {
    return link.send(new WorkerRequest.ListStores(), Catalog::fromJson)
        .thenApply(catalog -> onCatalog(link, catalog));
  }

  /** Ends every link because the agent stops. */
  public void goAway() {
    connected().forEach(client -> linkOf(client).goAway());
  }

  /** Keeps the catalog, with what is known from earlier of databases that failed now. */
  private synchronized Catalog onCatalog(Link link, Catalog catalog) {
    Client client = known.get(link.client());
    if (client == null || !client.link().equals(Optional.of(link))) {
      return catalog;
    }
    Client complete = client.withCatalog(catalog);
    Client latest = catalogs.fits(complete.catalogBytes()) ? complete : client.withoutCatalog();
    known.put(latest.name(), latest);
    catalogs.put(latest.name(), latest.catalogBytes());
    catalogs
        .removeExcess(name -> !known.get(name).isConnected())
        .forEach(name -> known.computeIfPresent(name, (any, full) -> full.withoutCatalog()));
    return catalog;
  }

  /** Returns what is known of what the client allows; absent also if it is too much to be kept. */
  public synchronized Optional<Catalog> catalog(ClientName name) {
    return Optional.ofNullable(known.get(name)).flatMap(Client::catalog);
  }

  private void onLinkEnd(Link link) {
    boolean wasLinked;
    synchronized (this) {
      Client client = known.get(link.client());
      wasLinked = client != null && client.link().equals(Optional.of(link));
      if (wasLinked) {
        known.put(link.client(), client.unlinked(scheduler.now(), link.isAnswered()));
        evictOldest();
      }
    }
    if (wasLinked) {
      AgentLog.LOG.info("{} gone", AgentLog.describe(link.client()));
    }
  }

  /** Guarded by {@code this}. */
  private void evictOldest() {
    if (known.size() > MAX_KNOWN) {
      known.values().stream()
          .filter(client -> !client.isConnected())
          .min(Comparator.comparing(Client::since))
          .ifPresent(client -> forget(client.name()));
    }
  }

  /** Guarded by {@code this}. */
  private void forget(ClientName name) {
    known.remove(name);
    catalogs.remove(name);
  }

  private void onWaitTimeout(ClientName name, CompletableFuture<Link> future, Duration waited) {
    synchronized (this) {
      waiters.computeIfPresent(
          name,
          (any, futures) -> {
            futures.remove(future);
            return futures.isEmpty() ? null : futures;
          });
    }
    future.completeExceptionally(new LinkErrors(name).stayedAway(waited));
  }

  private static Link linkOf(Client client) {
    return client.link().orElseThrow();
  }
}
