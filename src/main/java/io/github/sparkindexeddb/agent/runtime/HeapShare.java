// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.util.concurrent.Semaphore;

/**
 * A part of the process's memory that work of one kind may take at one time; what finds no room
 * waits its turn. Thread-safe.
 */
public final class HeapShare {
  private static final int UNIT_BYTES = 1 << 10;

  private final int units;
  private final Semaphore free;

  /** Makes a share of that many bytes. */
  public HeapShare(long bytes) {
    units = (int) Math.min(Math.max(1, bytes / UNIT_BYTES), Integer.MAX_VALUE);
    free = new Semaphore(units, true);
  }

  /** Returns how many bytes are one of that many parts of all memory. */
  public static long partOf(int parts) {
    return Runtime.getRuntime().maxMemory() / parts;
  }

  /** Returns whether so many bytes find room once nobody else has any. */
  public boolean fits(long bytes) {
    return bytes / UNIT_BYTES < units;
  }

  /** Does the work when there are so many bytes for it; it is short and waits for nobody. */
  public void run(long bytes, Runnable work) {
    int taken = (int) Math.min(bytes / UNIT_BYTES + 1, units);
    free.acquireUninterruptibly(taken);
    try {
      work.run();
    } finally {
      free.release(taken);
    }
  }
}
