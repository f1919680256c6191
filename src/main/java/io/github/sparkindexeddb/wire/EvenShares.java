// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

/** Divides a number into whole shares that differ by one at most. */
public final class EvenShares {
  private EvenShares() {}

  /**
   * Returns the share at one place; the first places get what is left over.
   *
   * @param place from 0, less than {@code shares}
   */
  public static long of(long total, int shares, int place) {
    return total / shares + (place < total % shares ? 1 : 0);
  }

  /** Returns the same, where nobody may go without: 1 at least. */
  public static int atLeastOne(int total, int shares, int place) {
    return (int) Math.max(1, of(total, shares, place));
  }
}
