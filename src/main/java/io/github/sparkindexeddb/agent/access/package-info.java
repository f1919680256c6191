// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds who may use the agent: tokens, origins, host names and protocol versions, and the file of
 * who used it. Of the agent it imports {@code agent.runtime} alone, and it alone knows jose4j.
 */
package io.github.sparkindexeddb.agent.access;
