// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's own time, and one daemon thread for all timers. Thread-safe. */
public final class SystemScheduler implements Scheduler {
  private final ScheduledThreadPoolExecutor executor;

  public SystemScheduler() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "agent-clock");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return timer(executor.schedule(loggingErrors(task), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public Timer scheduleEvery(Duration period, Runnable task) {
    long nanos = period.toNanos();
    return timer(
        executor.scheduleWithFixedDelay(loggingErrors(task), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static Timer timer(Future<?> future) {
    return () -> future.cancel(false);
  }

  /** A periodic task that throws would never run again. */
  private static Runnable loggingErrors(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        AgentLog.LOG.error("an alarm failed", e);
      }
    };
  }
}
