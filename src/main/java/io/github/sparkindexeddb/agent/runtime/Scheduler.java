// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.time.Duration;
import java.time.Instant;

/**
 * The agent's clock and timers: injected, so that tests move time instead of waiting. Thread-safe.
 */
public interface Scheduler extends AutoCloseable {
  /**
   * Returns the time, which never goes back nor leaps: the machine's clock may be set, by an
   * operator or by its network, and nothing here may end early or last for ever because of that.
   */
  Instant now();

  /**
   * Returns the time as people and other machines know it, which may jump: for ends that somebody
   * wrote as a date and for lines that somebody reads, and for nothing that is waited for.
   */
  Instant calendarTime();

  /** Runs the task once; a task is short, since all share a thread. */
  Timer schedule(Duration delay, Runnable task);

  /** Runs the task again and again, the first time after one period. */
  Timer scheduleEvery(Duration period, Runnable task);

  /** Ends all timers. */
  @Override
  void close();

  /** A task that is due. */
  interface Timer {
    /** Keeps the task from starting again; one that runs is not interrupted. */
    void cancel();
  }
}
