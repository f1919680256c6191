// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.wire.value.Malformed;

/**
 * The totals of a complete split.
 *
 * @param rows in it
 * @param examined records that the browser consumed for them
 * @param bytes of the whole body, tail included
 * @param crc CRC-32C of the whole body
 */
public record Seal(long rows, long examined, long bytes, int crc, Malformed malformed) {
  /**
   * Returns the totals of this body and the next as one.
   *
   * @param sum CRC-32C of both
   */
  public Seal and(Seal next, int sum) {
    return new Seal(
        rows + next.rows,
        examined + next.examined,
        bytes + next.bytes,
        sum,
        malformed.and(next.malformed));
  }

  /** Returns the checksum as eight hex digits. */
  public String crcText() {
    return String.format("%08x", crc);
  }
}
