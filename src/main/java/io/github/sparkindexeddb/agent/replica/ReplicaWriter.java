// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.List;
import java.util.Optional;

/**
 * Writes what rounds find. Each call is one transaction, which is on the disk when the call
 * returns; calls of several threads come one after the other.
 *
 * <p>What is applied is the draft of the client's database, which no version has before it is
 * published, and which outlives the agent. All methods throw {@code REPLICA_FULL} or {@code
 * REPLICA_FAILED}, those with a session also {@code CLIENT_REPLACED} if the client has linked again
 * since, and {@code CLIENT_NOT_FOUND} if it was erased since.
 */
public final class ReplicaWriter {

  /**
   * Begins to write for a client, which is seen now, and ends the session before.
   *
   * @param browser as the client names itself
   */
  public ClientSession connect(ClientName client, String browser) {
    throw new UnsupportedOperationException();
  }

  /** Writes that the client is still here, from when on {@code keep} counts. */
  public void seen(ClientSession session) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the kept store of these rules, made if there is none. One of another key path or key
   * generator is dropped before, since the app has made the store anew.
   */
  public KeptStore keep(ClientSession session, StoreRules rules) {
    throw new UnsupportedOperationException();
  }

  /**
   * Applies what was found to the draft.
   *
   * @throws IndexedDbException {@code STORE_REPLACED} if the store is kept no longer
   */
  public Applied apply(ClientSession session, KeptStore store, Difference difference) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends a store in the draft that the app has deleted: the next version has neither it nor its
   * records, the versions before still do.
   */
  public Applied drop(ClientSession session, KeptStore store) {
    throw new UnsupportedOperationException();
  }

  /** Keeps the types that were found in the store's records, in place of those before. */
  public void summarize(ClientSession session, KeptStore store, JsonNode summary) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes the draft of a database a version, if it has a change or a new store, or is settled other
   * than the version before; else only notes that the version before holds on.
   *
   * @param settled whether the draft is the state of one moment
   */
  public Publication publish(ClientSession session, String database, boolean settled) {
    throw new UnsupportedOperationException();
  }

  /**
   * Erases all that is kept of clients with that id, with its past, and ends their sessions.
   *
   * @return one receipt for each origin; none if nothing was kept
   */
  public List<Erasure> erase(String clientId) {
    throw new UnsupportedOperationException();
  }

  /** Erases a store of a client with its past; nothing if it is not kept. */
  public Optional<Erasure> erase(ClientName client, String database, String store) {
    throw new UnsupportedOperationException();
  }
}
