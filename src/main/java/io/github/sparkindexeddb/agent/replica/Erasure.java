// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;

/**
 * The receipt of an erasure: what is nowhere in the database any more. Keys stay in the history as
 * deletes, until the floor passes them, so that readers of changes can erase too.
 *
 * @param version that the erasure is
 * @param stores how many kept stores were erased
 * @param records of their newest state
 * @param past states of records that only the history had
 */
public record Erasure(
    ClientName client, ReplicaVersion version, long stores, long records, long past) {}
