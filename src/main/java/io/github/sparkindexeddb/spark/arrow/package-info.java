// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Turns the Arrow stream of a split into Spark's columnar batches, checked and on the heap. The one
 * room that imports Arrow's vectors and memory; it is entered from {@code spark.read}.
 */
package io.github.sparkindexeddb.spark.arrow;
