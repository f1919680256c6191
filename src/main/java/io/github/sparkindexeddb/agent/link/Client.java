// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.time.Instant;
import java.util.Optional;

/**
 * A client as the agent knows it at one moment.
 *
 * @param catalog what it was last known to allow, absent before its first answer
 * @param tickets that its links got; absent for a page that keeps no secret
 * @param twin why it cannot be read: another browser has its secret
 */
public record Client(
    ClientName name,
    Presence presence,
    Optional<Catalog> catalog,
    Optional<Chains> tickets,
    Optional<IndexedDbException> twin) {

  /**
   * The browser of a client, and when it was seen.
   *
   * @param address of its connection, which may be a proxy's
   * @param since when it was linked, or when its link ended
   * @param link absent while it is away
   */
  record Presence(String browser, String address, Instant since, Optional<Link> link) {
    String shown() {
      return "'%s' at %s, seen at %s"
          .formatted(AgentLog.plain(browser), AgentLog.plain(address), since);
    }

    ObjectNode json() {
      return Json.object()
          .put("browser", browser)
          .put("address", address)
          .put("since", since.toString());
    }

    Presence away(Instant now) {
      return new Presence(browser, address, now, Optional.empty());
    }
  }

  public String browser() {
    return presence.browser;
  }

  /** Returns when it was linked, or when its link ended. */
  public Instant since() {
    return presence.since;
  }

  /** Returns its link, absent while it is away. */
  public Optional<Link> link() {
    return presence.link;
  }

  public boolean isConnected() {
    return presence.link.isPresent();
  }

  /**
   * Returns whether it may have the store: one whose catalog is not known may, and one with such a
   * database of which it could not tell the stores, now or earlier.
   */
  public boolean mayHave(String database, String store) {
    return catalog
        .map(
            known ->
                known.describes(database) ? known.has(database, store) : known.isFailed(database))
        .orElse(true);
  }

  /** Returns whether it said that it has the store, when it told its stores last. */
  public boolean isKnownToHave(String database, String store) {
    return catalog.filter(known -> known.has(database, store)).isPresent();
  }

  Client withCatalog(Catalog latest) {
    Catalog complete = catalog.map(latest::completedFrom).orElse(latest);
    return new Client(name, presence, Optional.of(complete), tickets, twin);
  }

  /**
   * @param answered whether the page has said anything on the link that ended
   */
  Client unlinked(Instant now, boolean answered) {
    return new Client(
        name, presence.away(now), catalog, tickets.map(known -> known.confirmed(answered)), twin);
  }

  /**
   * Returns where its links get to with a further hello; empty if that is another browser's.
   *
   * @param shown the ticket of the hello
   * @param next the ticket of the welcome to it
   */
  Optional<Chains> next(String shown, String next) {
    if (twin.isPresent()) {
      return Optional.empty();
    }
    boolean answered = link().filter(Link::isAnswered).isPresent();
    return tickets
        .map(known -> known.confirmed(answered).next(shown, isConnected(), next))
        .orElseGet(() -> Optional.of(Chains.begin(shown, next)));
  }

  /** Returns the client that can be read no more, as another browser has its secret. */
  Client withTwin(Presence other) {
    IndexedDbException error = twin.orElseGet(() -> new LinkErrors(name).twin(presence, other));
    return new Client(name, presence.away(other.since), catalog, tickets, Optional.of(error));
  }

  /** Returns the client as one that is away, and of which no ticket is known. */
  Client withoutTwin() {
    return new Client(name, presence, catalog, Optional.empty(), Optional.empty());
  }

  Client withoutCatalog() {
    return new Client(name, presence, Optional.empty(), tickets, twin);
  }

  long catalogBytes() {
    return catalog.map(Catalog::bytes).orElse(0L);
  }
}
