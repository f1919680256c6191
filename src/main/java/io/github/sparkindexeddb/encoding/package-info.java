// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Makes batches and summaries of records that are kept as lines of tagged JSON: what the export
 * worker makes of records in a browser, byte for byte. It knows no engine and no agent.
 */
package io.github.sparkindexeddb.encoding;
