// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Speaks with agents over HTTP: asks for summaries, plans scans, reads and resumes split streams.
 * Knows no engine; Spark and Hadoop build on it.
 */
package io.github.sparkindexeddb.client;
