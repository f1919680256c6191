// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the links of pages: which clients there are, and requests to their export workers. It
 * imports {@code agent.access} and {@code agent.runtime} only, and is imported by {@code
 * agent.scan} and {@code agent.http}.
 */
package io.github.sparkindexeddb.agent.link;
