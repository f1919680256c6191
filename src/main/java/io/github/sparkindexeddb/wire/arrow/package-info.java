// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads Arrow's streaming format from bytes that a stranger sent, and checks all of it: framing,
 * tables, and the vectors of each batch against the types that they should have. Knows the format
 * alone and no library for it; nothing that it returns points outside the bytes of its message.
 */
package io.github.sparkindexeddb.wire.arrow;
