// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the links of pages: which clients there are, and requests to their export workers. Of the
 * agent it imports {@code agent.access} and {@code agent.runtime} alone.
 */
package io.github.sparkindexeddb.agent.link;
