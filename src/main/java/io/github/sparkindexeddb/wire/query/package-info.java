// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The part of a query that browsers run: predicates, literals, aggregations and orders. It imports
 * {@code wire} and {@code wire.value} only.
 */
package io.github.sparkindexeddb.wire.query;
