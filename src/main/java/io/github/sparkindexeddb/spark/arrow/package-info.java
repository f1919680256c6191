// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Turns the Arrow stream of a split into Spark's columnar batches, checked and without a copy.
 * Entered from {@code spark.read}; the one package that imports Arrow, besides {@code spark.schema}
 * and the client.
 */
package io.github.sparkindexeddb.spark.arrow;
