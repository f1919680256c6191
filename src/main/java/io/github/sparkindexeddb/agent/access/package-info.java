// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds who may use the agent: tokens, origins, host names and protocol versions. Of the agent it
 * imports {@code agent.runtime} alone.
 */
package io.github.sparkindexeddb.agent.access;
