// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The clients that are linked, and those that were. Of two links of one client the newer holds.
 *
 * <p>Thread-safe: state is guarded by {@code this}; links are closed and futures completed outside
 * of it.
 */
public final class Clients {
  private static final Duration PING_PERIOD = Duration.ofSeconds(10);

  /** Clients away that are remembered; the longest away are forgotten first. */
  private static final int MAX_KNOWN = 10_000;

  private static final Comparator<Client> ORDER =
      Comparator.comparing((Client client) -> client.name().origin())
          .thenComparing(client -> client.name().id());

  private final Scheduler scheduler;
  private final Map<ClientName, Client> known = new HashMap<>();
  private final Map<ClientName, List<CompletableFuture<Link>>> waiters = new HashMap<>();

  public Clients(Scheduler scheduler) {
    this.scheduler = scheduler;
    scheduler.scheduleEvery(
        PING_PERIOD, () -> connected().forEach(client -> linkOf(client).tick()));
  }

  /** Links a page and welcomes it; an older link of the same client is closed. */
  Link join(ClientName name, Message.Page page, PageConnection connection) {
    Link link = new Link(connection, name, scheduler, this::onLinkEnd);
    Optional<Link> older;
    List<CompletableFuture<Link>> waiting;
    synchronized (this) {
      Optional<Client> earlier = Optional.ofNullable(known.get(name));
      older = earlier.flatMap(Client::link);
      Optional<Catalog> catalog = earlier.flatMap(Client::catalog);
      known.put(
          name, new Client(name, page.browser(), scheduler.now(), Optional.of(link), catalog));
      waiting = Optional.ofNullable(waiters.remove(name)).orElse(List.of());
    }
    older.ifPresent(former -> former.close(replaced(name)));
    AgentLog.LOG.info("{} linked ({})", AgentLog.describe(name), AgentLog.plain(page.browser()));
    link.welcome();
    // Nobody waits for it: a link that ends without an answer is away, and needs no catalog.
    var unused = requestCatalog(link);
    waiting.forEach(waiter -> waiter.complete(link));
    return link;
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
   * Returns the client's link as soon as it has one; fails with {@code CLIENT_LOST} after the time.
   */
  CompletableFuture<Link> awaitLink(ClientName name, Duration atMost) {
    CompletableFuture<Link> future = new CompletableFuture<>();
    synchronized (this) {
      Client client = known.get(name);
      if (client != null && client.isConnected()) {
        return CompletableFuture.completedFuture(linkOf(client));
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

  /** Returns the catalog with what is known from earlier of databases that failed now. */
  private synchronized Catalog onCatalog(Link link, Catalog catalog) {
    Client client = known.get(link.client());
    if (client == null || !client.link().equals(Optional.of(link))) {
      return catalog;
    }
    Client latest = client.withCatalog(catalog);
    known.put(latest.name(), latest);
    return latest.catalog().orElseThrow();
  }

  private void onLinkEnd(Link link) {
    boolean wasLinked;
    synchronized (this) {
      Client client = known.get(link.client());
      wasLinked = client != null && client.link().equals(Optional.of(link));
      if (wasLinked) {
        known.put(link.client(), client.unlinked(scheduler.now()));
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
          .ifPresent(client -> known.remove(client.name()));
    }
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
    future.completeExceptionally(
        IndexedDbException.of(
                ErrorCode.CLIENT_LOST,
                "Cannot go on with %s: it went away and was not back within %s s. Open its page"
                    + " again and repeat, or raise '--grace'.",
                AgentLog.describe(name),
                waited.toSeconds())
            .with(name.json()));
  }

  private static Link linkOf(Client client) {
    return client.link().orElseThrow();
  }

  private static IndexedDbException replaced(ClientName name) {
    return IndexedDbException.of(
            ErrorCode.CLIENT_REPLACED,
            "Cannot go on with this link of %s: the client opened a newer one. Nothing is to be"
                + " done.",
            AgentLog.describe(name))
        .with(name.json());
  }
}
