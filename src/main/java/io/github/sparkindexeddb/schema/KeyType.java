// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Infers the type of a store's keys from the first and last key of each client. Keys of one type
 * lie together in IndexedDB's order, so first and last of one type prove it for all between. That
 * numbers are integers they do not prove: where it counts, the browser looks at every key.
 */
final class KeyType {
  /** JavaScript's largest safe integer. */
  private static final double MAX_SAFE_INTEGER = (1L << 53) - 1;

  private KeyType() {}

  /**
   * Returns the type of the keys. Numbers are {@code bigint} if every client's store counts its
   * keys itself and all of them are integers, else {@code double}; dates are {@code timestamp};
   * strings and binary as they are; arrays, and keys of several types, JSON. The keys of stores
   * without a record are {@code bigint} if they count, else {@code string}.
   */
  static Type of(List<StoreClient> clients) {
    List<Key> ends =
        clients.stream()
            .map(StoreClient::keys)
            .flatMap(keys -> Stream.of(keys.first(), keys.last(), keys.fraction()))
            .flatMap(Optional::stream)
            .toList();
    boolean counted =
        !clients.isEmpty() && clients.stream().allMatch(client -> client.keys().autoIncrement());
    if (ends.isEmpty()) {
      return counted ? Type.Scalar.BIGINT : Type.Scalar.STRING;
    }
    boolean mixed = ends.stream().map(Key::getClass).distinct().count() > 1;
    return mixed ? Type.Scalar.JSON : uniform(ends, counted);
  }

  private static Type uniform(List<Key> ends, boolean counted) {
    Key any = ends.get(0);
    if (any instanceof Key.NumberKey) {
      boolean integers = ends.stream().allMatch(key -> isInteger((Key.NumberKey) key));
      return counted && integers ? Type.Scalar.BIGINT : Type.Scalar.DOUBLE;
    }
    if (any instanceof Key.DateKey) {
      return Type.Scalar.TIMESTAMP;
    }
    if (any instanceof Key.StringKey) {
      return Type.Scalar.STRING;
    }
    return any instanceof Key.BinaryKey ? Type.Scalar.BINARY : Type.Scalar.JSON;
  }

  private static boolean isInteger(Key.NumberKey key) {
    return key.value() == Math.rint(key.value()) && Math.abs(key.value()) <= MAX_SAFE_INTEGER;
  }
}
