// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the bytes of splits in files, with their checksums and limits. It imports {@code
 * agent.disk} and {@code agent.runtime} only, and is imported by {@code agent.scan} and {@code
 * agent.http}.
 */
package io.github.sparkindexeddb.agent.spool;
