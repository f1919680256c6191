// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The output format that adds rows to a table of PostgreSQL exactly once, for Tez, MapReduce and
 * what is built on them. Read in this order: builder, output format, writer, committer, staged
 * output, staging tables; the driver is the user's own.
 */
package io.github.sparkindexeddb.hadoop.jdbc;
