// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The values of the protocol: keys and their ranges, types, columns, and summaries of types. It
 * imports {@code wire} only.
 */
package io.github.sparkindexeddb.wire.value;
