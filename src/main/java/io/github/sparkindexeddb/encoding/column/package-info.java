// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Judges values by types and gathers those that fit as Arrow's vectors: the twin of {@code columns}
 * in JavaScript, an encoder of each type for an encoder there.
 */
package io.github.sparkindexeddb.encoding.column;
