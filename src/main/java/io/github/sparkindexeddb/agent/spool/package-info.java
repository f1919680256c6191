// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the bytes of splits in files, with their checksums and limits. Of the agent it imports
 * {@code agent.disk} and {@code agent.runtime} alone.
 */
package io.github.sparkindexeddb.agent.spool;
