// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The checksum that stands in each row: SQLite's pages have none, and a bit that the disk has
 * turned must not become a bit of somebody's record.
 */
public final class RowChecksum {
  private static final byte NONE = 0;
  private static final byte NUMBER = 1;
  private static final byte BYTES = 2;
  private static final byte TEXT = 3;

  private RowChecksum() {}

  /**
   * Returns the CRC-32C of the columns of a row.
   *
   * @param columns numbers as {@code Long}, bytes, text, or null
   */
  public static long of(Object... columns) {
    CRC32C sum = new CRC32C();
    for (Object column : columns) {
      if (column == null) {
        sum.update(NONE);
      } else if (column instanceof Long number) {
        sum.update(NUMBER);
        update(sum, number);
      } else if (column instanceof byte[] bytes) {
        sum.update(BYTES);
        update(sum, bytes);
      } else {
        sum.update(TEXT);
        update(sum, ((String) column).getBytes(StandardCharsets.UTF_8));
      }
    }
    return sum.getValue();
  }

  private static void update(CRC32C sum, byte[] bytes) {
    update(sum, bytes.length);
    sum.update(bytes, 0, bytes.length);
  }

  private static void update(CRC32C sum, long number) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      sum.update((int) (number >>> shift));
    }
  }
}
