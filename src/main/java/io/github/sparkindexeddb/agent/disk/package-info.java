// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the file system as the agent sees it, so that tests can bring one that fails. Of the agent
 * it imports {@code agent.runtime} alone.
 */
package io.github.sparkindexeddb.agent.disk;
