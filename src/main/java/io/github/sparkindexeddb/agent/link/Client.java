// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.time.Instant;
import java.util.Optional;

/**
 * A client as the agent knows it at one moment.
 *
 * @param since when it was linked, or when its link ended
 * @param link absent while it is away
 * @param catalog what it was last known to allow, absent before its first answer
 */
public record Client(
    ClientName name,
    String browser,
    Instant since,
    Optional<Link> link,
    Optional<Catalog> catalog) {

  public boolean isConnected() {
    return link.isPresent();
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
    return new Client(name, browser, since, link, Optional.of(complete));
  }

  Client unlinked(Instant now) {
    return new Client(name, browser, now, Optional.empty(), catalog);
  }
}
