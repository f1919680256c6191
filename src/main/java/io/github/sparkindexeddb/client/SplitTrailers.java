// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Malformed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trailers of a split that has been read to its end: what the agent sealed. Bytes and checksum
 * have been compared by then; the reader of the body compares {@code rows} with the rows it
 * decoded.
 *
 * @param examined records that the browser consumed for them
 * @param malformed records that did not fit, under a mode that goes on
 */
public record SplitTrailers(long rows, long examined, long bytes, Malformed malformed) {
  private static final Logger LOG = LoggerFactory.getLogger(SplitTrailers.class);

  /**
   * Returns this, if as many rows were decoded as were sealed; logs the split's malformed records.
   *
   * @throws IndexedDbException {@code SPLIT_TRUNCATED}
   */
  public SplitTrailers requireRows(SplitAddress address, long decoded) {
    if (rows != decoded) {
      throw IndexedDbException.of(
          ErrorCode.SPLIT_TRUNCATED,
          "Cannot read %s: the agent sealed %s rows and %s were decoded. Read again; if it happens twice, report it.",
          address.name(),
          rows,
          decoded);
    }
    if (malformed.count() > 0) {
      LOG.warn(
          "{} of {} records of split {} of client {} did not fit their columns; the first of each: {}",
          malformed.count(),
          address.split().records(),
          address.split().n(),
          address.split().client().id(),
          malformed.first());
    }
    return this;
  }
}
