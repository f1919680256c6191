// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.wire.value.Malformed;

/**
 * A batch of rows.
 *
 * @param bytes of its format, without what begins and ends a split; none without rows
 * @param rows how many there are
 * @param malformed the records that did not fit
 */
@SuppressWarnings("ArrayRecordComponent") // it is as large as a batch, and nobody compares it
public record EncodedBatch(byte[] bytes, int rows, Malformed malformed) {}
