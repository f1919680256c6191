// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Malformed;

/**
 * What the agent sealed, known when a split has been read to its end. Bytes and checksum have been
 * compared by then; the reader of the body compares {@code rows} with the rows it decoded.
 *
 * @param examined records that the browser consumed for them
 * @param malformed records that did not fit, under a mode that goes on
 */
public record SplitReceipt(long rows, long examined, long bytes, Malformed malformed) {}
