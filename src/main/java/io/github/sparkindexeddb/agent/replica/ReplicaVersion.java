// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import java.time.Instant;

/**
 * One state of all replicas of the agent.
 *
 * @param number counts from 0, which is the database without a replica
 * @param at when it was published, in whole microseconds; later for each version
 */
public record ReplicaVersion(long number, Instant at) {}
