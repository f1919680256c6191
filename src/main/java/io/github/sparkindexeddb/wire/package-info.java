// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The base of the protocol: error codes and the one exception, JSON in and out, numbers and text in
 * bytes, and the limits and names that both languages share. It imports nothing else of this
 * product, and of libraries only Jackson, no API later than 2.12.
 */
package io.github.sparkindexeddb.wire;
