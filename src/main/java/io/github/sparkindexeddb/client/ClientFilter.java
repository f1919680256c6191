// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.List;
import java.util.Optional;

/**
 * Selects clients.
 *
 * @param origin only clients of it, if given
 * @param client only the one of this id, if given
 * @param exceptClients none of these ids
 */
public record ClientFilter(
    Optional<String> origin, Optional<String> client, List<String> exceptClients) {
  boolean matches(ClientName name) {
    return origin.map(name.origin()::equals).orElse(true)
        && client.map(name.id()::equals).orElse(true)
        && !exceptClients.contains(name.id());
  }
}
