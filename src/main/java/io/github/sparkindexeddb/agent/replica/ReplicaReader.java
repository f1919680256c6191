// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.time.Instant;
import java.util.List;

/**
 * Reads versions and drafts. Each call sees one state of the database and holds nothing afterwards;
 * a version reads the same whenever it is read, until it is below the floor or something in it is
 * erased. Whoever goes on reading one version holds it.
 *
 * <p>All methods throw {@code REPLICA_DAMAGED} or {@code REPLICA_FAILED}; what is damaged is never
 * left out.
 */
public final class ReplicaReader {
  /** Keeps the floor from passing a version, until it is closed. */
  public interface Hold extends AutoCloseable {
    /** Returns the version that is held. */
    ReplicaVersion version();

    @Override
    void close();
  }

  /**
   * What is known of a record to whoever compares.
   *
   * @param key encoded
   */
  public record Known(byte[] key, byte[] digest) {}

  /** Returns the newest version; that of number 0 if none was published. */
  public ReplicaVersion newest() {
    throw new UnsupportedOperationException();
  }

  /** Returns the number of the oldest version that can be read. */
  public long floor() {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns a version.
   *
   * @throws IndexedDbException {@code VERSION_NOT_FOUND} below the floor or above the newest
   */
  public ReplicaVersion version(long number) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the newest version that was published at a moment or before.
   *
   * @throws IndexedDbException {@code VERSION_NOT_FOUND} if that is below the floor, or the moment
   *     is before the first version or after now
   */
  public ReplicaVersion versionAt(Instant moment) {
    throw new UnsupportedOperationException();
  }

  /**
   * Keeps a version readable while it is read.
   *
   * @throws IndexedDbException {@code VERSION_NOT_FOUND} below the floor or above the newest
   */
  public Hold hold(long number) {
    throw new UnsupportedOperationException();
  }

  /** Returns the stores of a version, of all clients, sorted by database, store and client. */
  public List<PublishedStore> stores(long version) {
    throw new UnsupportedOperationException();
  }

  /** Returns the stores of that name in a version, one for each client that has it. */
  public List<PublishedStore> stores(long version, String database, String store) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns records of a store from the start of a span on, at most so many and about so many bytes
   * of lines, at least one.
   *
   * @throws IndexedDbException {@code CLIENT_NOT_FOUND} if the store was erased, {@code
   *     VERSION_NOT_FOUND} if the floor has passed the version
   */
  public RecordPage records(PublishedStore store, KeySpan span, int maxRecords, long maxBytes) {
    throw new UnsupportedOperationException();
  }

  /** Returns how many records of the store are in the span. */
  public long count(PublishedStore store, KeySpan span) {
    throw new UnsupportedOperationException();
  }

  /** Returns the blocks of a store as of the draft, in the order of their keys. */
  public List<Block> blocks(KeptStore store) {
    throw new UnsupportedOperationException();
  }

  /** Returns the keys and digests in a span of a store as of the draft, in their order. */
  public List<Known> known(KeptStore store, KeySpan span) {
    throw new UnsupportedOperationException();
  }

  /** Returns what is kept of a client, published or not. */
  public List<KeptStore> kept(ClientName client) {
    throw new UnsupportedOperationException();
  }

  /** Returns the clients of which something is kept, with when each was last seen. */
  public List<KnownClient> clients() {
    throw new UnsupportedOperationException();
  }

  /**
   * A client of which something is kept.
   *
   * @param browser as the client named itself
   */
  public record KnownClient(ClientName name, String browser, Instant lastSeen) {}

  /** Returns the drafts with a change that was applied before that moment. */
  public List<OpenDraft> draftsBefore(Instant moment) {
    throw new UnsupportedOperationException();
  }

  /**
   * A draft that is not published.
   *
   * @param since when its first change was applied
   */
  public record OpenDraft(ClientName client, String database, Instant since) {}
}
