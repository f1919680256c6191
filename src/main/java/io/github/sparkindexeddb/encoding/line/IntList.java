// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import java.util.Arrays;

/** Numbers in a row, which grows. Confined to one thread. */
public final class IntList {
  private int[] items = new int[4];
  private int size;

  /** Adds a number at the end. */
  public void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  /** Returns the number at an index below the size. */
  public int get(int index) {
    return items[index];
  }

  /** Returns how many there are. */
  public int size() {
    return size;
  }

  /** Removes all of them. */
  public void clear() {
    size = 0;
  }

  /** Replaces all of them by one. */
  public void setOnly(int item) {
    items[0] = item;
    size = 1;
  }
}
