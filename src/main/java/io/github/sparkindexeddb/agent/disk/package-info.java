// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the file system as the agent sees it, the only package of the agent that writes data files.
 * It imports {@code agent.runtime} only, and is imported by {@code agent.spool} and {@code
 * agent.scan}.
 */
package io.github.sparkindexeddb.agent.disk;
