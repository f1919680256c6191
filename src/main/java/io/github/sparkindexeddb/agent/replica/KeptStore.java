// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;

/**
 * One store of one client that is kept, published or not. A store that was deleted and made anew
 * with another key path is another kept store.
 *
 * @param id of the kept store in the database
 * @param published whether a version has it
 */
public record KeptStore(long id, ClientName client, StoreRules rules, boolean published) {}
