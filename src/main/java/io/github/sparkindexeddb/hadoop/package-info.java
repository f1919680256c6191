// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The input format for Tez, MapReduce and what is built on them, in both of Hadoop's APIs. Read in
 * this order: builder, input format, planner, split, record reader, record.
 *
 * <p>It imports {@code client}, {@code schema}, {@code config} and {@code wire} only: neither Tez,
 * Spark nor Arrow, and of Jackson only what 2.12 has, since a Tez class path has no other.
 */
package io.github.sparkindexeddb.hadoop;
