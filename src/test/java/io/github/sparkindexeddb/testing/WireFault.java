// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a network does to the bytes of one direction. One object serves all connections of a {@link
 * FaultyProxy}, so that what it counts is what has passed since it was made.
 */
public interface WireFault {
  /** Bytes pass as they are, at once. */
  WireFault NONE = new WireFault() {};

  /** Returns how long so many bytes wait before they pass; those that follow wait behind them. */
  default Duration delay(int count) {
    return Duration.ZERO;
  }

  /**
   * Returns how many of the bytes pass, which it may change; if not all do, the connection is cut
   * behind them.
   */
  default int pass(byte[] bytes, int count) {
    return count;
  }

  /** Everything comes late, and some of it later. */
  static WireFault delay(Duration least, Duration jitter) {
    return new WireFault() {
      @Override
      public Duration delay(int count) {
        return least.plusNanos(ThreadLocalRandom.current().nextLong(jitter.toNanos() + 1));
      }
    };
  }

  /** No more than so many bytes pass in a second. */
  static WireFault rate(int bytesPerSecond) {
    return new WireFault() {
      @Override
      public Duration delay(int count) {
        return Duration.ofNanos(count * 1_000_000_000L / bytesPerSecond);
      }
    };
  }

  /** The connection is cut behind so many bytes, once; what comes after that passes. */
  static WireFault cutAfter(long bytes) {
    AtomicLong left = new AtomicLong(bytes);
    return new WireFault() {
      @Override
      public int pass(byte[] chunk, int count) {
        long before = left.getAndAdd(-count);
        return before >= 0 && before < count ? (int) before : count;
      }
    };
  }

  /** One bit of the byte behind so many others is another one. */
  static WireFault flipAt(long position) {
    AtomicLong left = new AtomicLong(position);
    return new WireFault() {
      @Override
      public int pass(byte[] chunk, int count) {
        long before = left.getAndAdd(-count);
        if (before >= 0 && before < count) {
          chunk[(int) before] ^= 0x10;
        }
        return count;
      }
    };
  }

  /** Bytes pass, and are counted. */
  static WireFault counting(AtomicLong counter) {
    return new WireFault() {
      @Override
      public int pass(byte[] chunk, int count) {
        counter.addAndGet(count);
        return count;
      }
    };
  }
}
