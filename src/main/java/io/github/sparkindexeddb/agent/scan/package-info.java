// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds scans: which clients have a store, what is in it, and how its splits come into the spool.
 * Of the agent it imports {@code agent.rows}, {@code agent.link}, {@code agent.spool} and the rooms
 * below them.
 */
package io.github.sparkindexeddb.agent.scan;
