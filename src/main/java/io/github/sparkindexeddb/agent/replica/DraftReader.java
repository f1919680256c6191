// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.ReadTransactions;
import io.github.sparkindexeddb.agent.replica.sql.SqlDatabase;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads drafts, which are what a round compares a browser with. All methods throw {@code
 * REPLICA_DAMAGED} or {@code REPLICA_FAILED}.
 */
public final class DraftReader {
  private final ReadTransactions reads;

  DraftReader(SqlDatabase database) {
    this.reads = database.reads();
  }

  /**
   * What is known of a record to whoever compares.
   *
   * @param key encoded
   */
  public record Known(byte[] key, byte[] digest) {}

  /**
   * A draft that is not published.
   *
   * @param session of the client's last link, by which it can be published after a restart
   * @param since when its first change was applied
   */
  public record OpenDraft(ClientSession session, String database, Instant since) {}

  /** Returns the blocks of a store, in the order of their keys. */
  public List<Difference.Block> blocks(KeptStore store) {
    return reads.read(
        session ->
            session.all(
                "SELECT up_to, fingerprint, records FROM block WHERE store = ? ORDER BY up_to",
                row -> new Difference.Block(row.getBytes(1), row.getBytes(2), row.getLong(3)),
                store.id()));
  }

  /** Returns the keys and digests in a span of a store, in their order. */
  public List<Known> known(KeptStore store, KeySpan span) {
    String sql = "SELECT record_key, digest FROM record WHERE store = ? AND record_key >= ?";
    Optional<byte[]> to = span.to();
    return reads.read(
        session ->
            to.isPresent()
                ? session.all(
                    sql + " AND record_key < ? ORDER BY record_key",
                    row -> new Known(row.getBytes(1), row.getBytes(2)),
                    store.id(),
                    span.from(),
                    to.get())
                : session.all(
                    sql + " ORDER BY record_key",
                    row -> new Known(row.getBytes(1), row.getBytes(2)),
                    store.id(),
                    span.from()));
  }

  /** Returns the stores that are kept of a client, published or not, and not dropped. */
  public List<KeptStore> stores(ClientName name) {
    return reads.read(
        session -> {
          List<KeptStore> all = new ArrayList<>();
          Optional<Catalog.Client> client = Catalog.client(session, name);
          if (client.isPresent()) {
            for (Catalog.Database database : Catalog.databases(session, client.get().id())) {
              for (Catalog.Store store : Catalog.stores(session, database.id())) {
                if (store.until() == null) {
                  all.add(Catalog.kept(client.get(), database, store));
                }
              }
            }
          }
          return all;
        });
  }

  /** Returns the drafts with a change that was applied before that moment. */
  public List<OpenDraft> openedBefore(Instant moment) {
    long micros = Versions.micros(moment);
    return reads.read(
        session -> {
          List<OpenDraft> all = new ArrayList<>();
          for (Catalog.Client client : Catalog.clients(session)) {
            for (Catalog.Database database : Catalog.databases(session, client.id())) {
              if (database.opened() != null && database.opened() < micros) {
                all.add(
                    new OpenDraft(
                        new ClientSession(client.name(), client.id(), client.fence()),
                        database.name(),
                        Versions.instant(database.opened())));
              }
            }
          }
          return all;
        });
  }
}
