// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Types, names and columns as Spark's: of inferred tables, of hints and of schemas that users give.
 * Entered from every package of {@code spark}; imports none of them, only the client, schema
 * inference, options and the wire.
 */
package io.github.sparkindexeddb.spark.schema;
