// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;

/**
 * The right to write what one client says, until the client links again, which takes it away: what
 * an old link still brings must not undo what the new one brought.
 *
 * @param id of the client in the database
 * @param fence which link of the client this is
 */
public record ClientSession(ClientName client, long id, long fence) {}
