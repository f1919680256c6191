// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** When everybody goes on, and when all end. Thread-safe. */
final class Pace {
  private static final double MIN_MILLIS = 20;
  private static final double MAX_MILLIS = 4000;

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile double thinkMillis = 200;

  boolean isOver() {
    return over.getCount() == 0;
  }

  void end() {
    over.countDown();
  }

  /** Waits between two reads, as long as keeps the load. */
  void think() {
    pause(Math.round(thinkMillis));
  }

  /** Waits so long, or until all end or this thread is interrupted. */
  void pause(long millis) {
    try {
      if (over.await(millis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has readers wait longer if the load is above what it should be, else shorter. */
  void adjust(double load, double wanted) {
    double factor = Math.min(1.5, Math.max(0.7, load / wanted));
    thinkMillis = Math.min(MAX_MILLIS, Math.max(MIN_MILLIS, thinkMillis * factor));
  }
}
