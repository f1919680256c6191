// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.wire.message.StoreIdentity;
import java.util.Optional;

/**
 * The store of one client that the splits of a scan are read from. It is the one that the first
 * batch came from, whichever that is: while nothing was read, a store that the app has made anew is
 * as good as the one that was planned. Thread-safe: state is guarded by {@code this}.
 */
final class ReadStore {
  private final int firstFetch;
  private Optional<StoreIdentity> identity = Optional.empty();
  private Optional<String> lineage = Optional.empty();

  /**
   * @param firstFetch how many of its records to fetch first
   */
  ReadStore(int firstFetch) {
    this.firstFetch = firstFetch;
  }

  int firstFetch() {
    return firstFetch;
  }

  /**
   * Takes note of a link that a request is sent on.
   *
   * @param other equal for links that are of one browser for certain
   * @return false if the browser may be another than the one that was read before
   */
  synchronized boolean isOf(String other) {
    lineage = lineage.or(() -> Optional.of(other));
    return lineage.get().equals(other);
  }

  /** Returns what the next request expects, absent before the first batch. */
  synchronized Optional<StoreIdentity> identity() {
    return identity;
  }

  /**
   * Takes note of a batch that has come.
   *
   * @param expected what its request expected, which the worker has checked
   * @param found what it was read from; absent if its worker is of a version that does not say
   * @return false if the batch is to be requested again, since it was requested before anything was
   *     known and may be of another store
   */
  synchronized boolean accepts(Optional<StoreIdentity> expected, Optional<StoreIdentity> found) {
    boolean unchecked = expected.isEmpty() && identity.isPresent() && found.isPresent();
    if (unchecked && !found.get().connection().equals(identity.get().connection())) {
      return false;
    }
    identity =
        found
            .map(later -> identity.map(known -> known.and(later)).orElse(later))
            .or(() -> identity);
    return true;
  }
}
