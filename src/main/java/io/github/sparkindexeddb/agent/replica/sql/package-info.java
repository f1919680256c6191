// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the replica database as a database: its file and lock, connections, transactions, checksums
 * of rows, and what is SQLite's alone. Of the agent it imports {@code agent.disk} and {@code
 * agent.runtime} alone.
 */
package io.github.sparkindexeddb.agent.replica.sql;
