// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the replica database: what the agent keeps of browsers durably, with its versions and their
 * history. The one room beside {@code hadoop.jdbc} that knows JDBC. Of the agent it imports {@code
 * agent.disk} and {@code agent.runtime} alone.
 */
package io.github.sparkindexeddb.agent.replica;
