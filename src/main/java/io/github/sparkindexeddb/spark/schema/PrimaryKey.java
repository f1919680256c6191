// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.util.List;
import java.util.Optional;

/**
 * The primary key of a store.
 *
 * @param column the key itself
 * @param field the field that holds it in the records of every client, if there is one
 */
public record PrimaryKey(Column column, Optional<FieldReference> field) {
  /**
   * Returns what the keys of all clients of a store have in common.
   *
   * @param clients those that have the store, each with what it says of its keys
   */
  public static PrimaryKey of(List<StoreClient> clients) {
    List<KeyPath> paths =
        clients.stream().map(client -> client.keys().keyPath()).distinct().toList();
    return new PrimaryKey(
        Inference.key(clients), paths.size() == 1 ? field(paths.get(0)) : Optional.empty());
  }

  /** Dots in a key path stand between names, unlike anywhere else. */
  private static Optional<FieldReference> field(KeyPath path) {
    return path.compound() || path.paths().isEmpty() || path.paths().get(0).isEmpty()
        ? Optional.empty()
        : Optional.of(FieldReference.of(path.paths().get(0).split("\\.")));
  }
}
