// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Gives Spark the checked batches of a split as columnar ones, on the heap. It is entered from
 * {@code spark.read}.
 */
package io.github.sparkindexeddb.spark.arrow;
