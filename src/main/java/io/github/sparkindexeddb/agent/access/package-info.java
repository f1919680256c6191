// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds who may use the agent: tokens, origins, host names and protocol versions. It imports {@code
 * agent.runtime} only, and is imported by {@code agent.link} and {@code agent.http}.
 */
package io.github.sparkindexeddb.agent.access;
