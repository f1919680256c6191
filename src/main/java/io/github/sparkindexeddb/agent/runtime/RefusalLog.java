// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Logs who was refused, and of many in a minute only how many they were: whoever may knock could
 * fill the disk of the log. Thread-safe: state is guarded by {@code this}.
 */
public final class RefusalLog {
  static final int MAX_LINES = 100;
  private static final long PERIOD = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private long periodStart;
  private int lines;
  private long unlogged;

  public RefusalLog() {
    this(System::nanoTime);
  }

  RefusalLog(LongSupplier nanos) {
    this.nanos = nanos;
    this.periodStart = nanos.getAsLong();
  }

  /** Logs that a page or an engine was refused, unless too many were. */
  public void log(String who, IndexedDbException error) {
    logUnlessTooMany(() -> AgentLog.logRefused(who, error));
  }

  /** Logs what was done to somebody, unless it was to too many. */
  public void log(String line) {
    logUnlessTooMany(() -> AgentLog.LOG.info(AgentLog.plain(line)));
  }

  private void logUnlessTooMany(Runnable line) {
    long missed;
    boolean logs;
    synchronized (this) {
      missed = beginPeriodIfOver();
      logs = lines < MAX_LINES;
      lines += logs ? 1 : 0;
      unlogged += logs ? 0 : 1;
    }
    if (missed > 0) {
      AgentLog.LOG.warn("refused {} more, too many to log each", missed);
    }
    if (logs) {
      line.run();
    }
  }

  /** Returns how many were not logged in the last period. Guarded by {@code this}. */
  private long beginPeriodIfOver() {
    if (nanos.getAsLong() - periodStart < PERIOD) {
      return 0;
    }
    periodStart = nanos.getAsLong();
    lines = 0;
    long missed = unlogged;
    unlogged = 0;
    return missed;
  }
}
