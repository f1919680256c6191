// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.sparkindexeddb.agent.runtime.HeapShare;
import java.lang.management.ManagementFactory;

/**
 * How many connections an agent may have.
 *
 * @param all of all peers
 * @param strangersOfOneNetwork of one address, or of one IPv6 subnet, that were not served yet;
 *     those of this machine are not counted, as a proxy may be here
 */
public record ConnectionLimits(int all, int strangersOfOneNetwork) {
  private static final int MOST = 8192;
  private static final int FEWEST = 16;
  private static final int STRANGERS_OF_ONE_NETWORK = 64;

  /** For what Java itself opens later: its own jars, selectors, random numbers. */
  private static final int RESERVED_DESCRIPTORS = 32;

  /** What a stranger makes the agent keep: a head of 16 KiB as text, or half a TLS handshake. */
  private static final int BYTES_OF_EACH = 64 << 10;

  private static final int HEAP_PART = 4;

  /**
   * Returns what this process can bear. Each connection may have one split file open, so they get
   * half of the file descriptors that are free.
   */
  public static ConnectionLimits ofProcess() {
    long memory = HeapShare.partOf(HEAP_PART) / BYTES_OF_EACH;
    return of(freeDescriptors(), memory);
  }

  static ConnectionLimits of(long freeDescriptors, long byMemory) {
    long most = Math.min(MOST, (freeDescriptors - RESERVED_DESCRIPTORS) / 2);
    return new ConnectionLimits(
        (int) Math.max(FEWEST, Math.min(most, byMemory)), STRANGERS_OF_ONE_NETWORK);
  }

  /** Returns how many page links there may be: the rest is for readers. */
  int links() {
    return all - all / 4;
  }

  private static long freeDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
        : Integer.MAX_VALUE;
  }
}
