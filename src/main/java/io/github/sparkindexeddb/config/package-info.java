// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Every option of a read, declared, parsed, checked and described in one place. It imports {@code
 * wire} and its packages only.
 */
package io.github.sparkindexeddb.config;
