// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at files again and again, each by itself: one whose disk does not answer is waited for by
 * nobody, and what it said before holds on. Thread-safe.
 */
public final class FileWatch {
  private final Scheduler clock;
  private final Executor threads;

  /**
   * @param threads that may wait for a disk
   */
  public FileWatch(Scheduler clock, Executor threads) {
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * Looks at the file from now on.
   *
   * @param afterwards runs after each look, on its thread
   */
  public void watch(ReloadedFile<?> file, Runnable afterwards) {
    clock.scheduleEvery(ReloadedFile.PERIOD, new Watch(file, afterwards)::onPeriod);
  }

  private final class Watch {
    private final ReloadedFile<?> file;
    private final Runnable afterwards;
    private final AtomicBoolean looking = new AtomicBoolean();

    /** Written by the clock's thread alone. */
    private boolean hangs;

    private Watch(ReloadedFile<?> file, Runnable afterwards) {
      this.file = file;
      this.afterwards = afterwards;
    }

    private void onPeriod() {
      if (looking.compareAndSet(false, true)) {
        hangs = false;
        threads.execute(this::look);
      } else if (!hangs) {
        hangs = true;
        AgentLog.LOG.warn(
            "Cannot look at {}: its disk does not answer. What it said before holds on.",
            file.named());
      }
    }

    private void look() {
      try {
        file.reload();
        afterwards.run();
      } finally {
        looking.set(false);
      }
    }
  }
}
