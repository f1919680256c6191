// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * One batch read of a store: the scan builder that a query is offered to, the scan, its partitions,
 * their readers, its metrics and its text in a plan. Entered from {@code spark} alone; of Spark's
 * rooms it imports {@code spark.pushdown}, {@code spark.arrow} and {@code spark.schema}.
 */
package io.github.sparkindexeddb.spark.read;
