// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads one record's line into tokens, strictly, and keys as text. It imports {@code wire.value}
 * and of {@code wire.arrow} what tells UTF-8 from other bytes.
 */
package io.github.sparkindexeddb.encoding.line;
