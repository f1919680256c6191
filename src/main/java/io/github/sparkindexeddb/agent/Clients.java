// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.wire.Ask;
import io.github.sparkindexeddb.wire.Catalog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Message;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Which clients are linked, and which were. Of two links with one client's name the newer holds.
 *
 * <p>Thread-safe: state is guarded by {@code this}; links and futures are completed outside of it.
 */
final class Clients {
  private static final Duration PING_PERIOD = Duration.ofSeconds(10);

  /** Clients away that are remembered; the longest away are forgotten first. */
  private static final int REMEMBERED = 10_000;

  private static final Comparator<Client> ORDER =
      Comparator.comparing((Client client) -> client.name().origin())
          .thenComparing(client -> client.name().id());

  private final Clockwork clockwork;
  private final Map<ClientName, Client> known = new HashMap<>();
  private final Map<ClientName, List<CompletableFuture<Link>>> awaited = new HashMap<>();

  Clients(Clockwork clockwork) {
    this.clockwork = clockwork;
    clockwork.every(PING_PERIOD, () -> connected().forEach(client -> linkOf(client).tick()));
  }

  /** Takes a page in and welcomes it; an older link of the same client is closed. */
  Link join(ClientName name, Message.Page page, Line line) {
    Link link = new Link(line, name, clockwork, this::leave);
    Optional<Link> older;
    List<CompletableFuture<Link>> waiters;
    synchronized (this) {
      Optional<Client> former = Optional.ofNullable(known.get(name));
      older = former.flatMap(Client::link);
      Optional<Catalog> catalog = former.flatMap(Client::catalog);
      known.put(
          name, new Client(name, page.browser(), clockwork.now(), Optional.of(link), catalog));
      waiters = Optional.ofNullable(awaited.remove(name)).orElse(List.of());
    }
    older.ifPresent(former -> former.close(replaced(name)));
    Events.LOG.info("{} linked ({})", Events.name(name), Events.plain(page.browser()));
    link.welcome();
    var unused = askCatalog(link);
    waiters.forEach(waiter -> waiter.complete(link));
    return link;
  }

  /** Sorted by origin and id, as {@link #known}. */
  List<Client> connected() {
    return known().stream().filter(Client::connected).toList();
  }

  synchronized List<Client> known() {
    return known.values().stream().sorted(ORDER).toList();
  }

  /** The client's link as soon as it has one, or {@code CLIENT_LOST} after the time. */
  CompletableFuture<Link> linked(ClientName name, Duration atMost) {
    CompletableFuture<Link> future = new CompletableFuture<>();
    synchronized (this) {
      Client client = known.get(name);
      if (client != null && client.connected()) {
        return CompletableFuture.completedFuture(linkOf(client));
      }
      awaited.computeIfAbsent(name, any -> new ArrayList<>()).add(future);
    }
    Clockwork.Alarm alarm = clockwork.after(atMost, () -> giveUp(name, future, atMost));
    var unused = future.whenComplete((link, error) -> alarm.cancel());
    return future;
  }

  /** What the client allows now. */
  CompletableFuture<Catalog> askCatalog(Link link) {
    return link.ask(new Ask.ListStores(), Catalog::fromJson)
        .whenComplete(
            (catalog, error) -> {
              if (error == null) {
                told(link, catalog);
              }
            });
  }

  /** Ends every link because the agent stops. */
  void goAway() {
    connected().forEach(client -> linkOf(client).goAway());
  }

  private synchronized void told(Link link, Catalog catalog) {
    known.computeIfPresent(
        link.client(),
        (name, client) -> client.link().equals(Optional.of(link)) ? client.with(catalog) : client);
  }

  private void leave(Link link) {
    boolean left;
    synchronized (this) {
      Client client = known.get(link.client());
      left = client != null && client.link().equals(Optional.of(link));
      if (left) {
        known.put(link.client(), client.away(clockwork.now()));
        forgetSome();
      }
    }
    if (left) {
      Events.LOG.info("{} gone", Events.name(link.client()));
    }
  }

  /** Guarded by {@code this}. */
  private void forgetSome() {
    if (known.size() > REMEMBERED) {
      known.values().stream()
          .filter(client -> !client.connected())
          .min(Comparator.comparing(Client::since))
          .ifPresent(client -> known.remove(client.name()));
    }
  }

  private void giveUp(ClientName name, CompletableFuture<Link> future, Duration waited) {
    synchronized (this) {
      awaited.computeIfPresent(
          name,
          (any, waiters) -> {
            waiters.remove(future);
            return waiters.isEmpty() ? null : waiters;
          });
    }
    future.completeExceptionally(
        new IndexedDbException(
            ErrorCode.CLIENT_LOST,
            "Cannot go on with "
                + Events.name(name)
                + ": it went away and was not back within "
                + waited.toSeconds()
                + " s. Open its page again and repeat, or raise '--grace'.",
            name.json()));
  }

  private static Link linkOf(Client client) {
    return client.link().orElseThrow();
  }

  private static IndexedDbException replaced(ClientName name) {
    return new IndexedDbException(
        ErrorCode.CLIENT_REPLACED,
        "Cannot go on with this link of "
            + Events.name(name)
            + ": the client opened a newer one. Nothing is to be done.",
        name.json());
  }
}
