// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time that has passed since the start, and one daemon thread for all timers. Thread-safe.
 *
 * <p>Its {@link #now()} counts from the machine's clock as that was at the start, and looks at it
 * never again.
 */
public final class SystemScheduler implements Scheduler {
  private final ScheduledThreadPoolExecutor executor;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Instant start;
  private final long startNanos;

  public SystemScheduler() {
    this(InstantSource.system(), System::nanoTime);
  }

  /**
   * @param nanos a clock that nobody sets
   */
  SystemScheduler(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.start = clock.instant();
    this.startNanos = nanos.getAsLong();
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
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  @Override
  public Instant calendarTime() {
    return clock.instant();
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
    return FatalErrors.guarded("an alarm", task);
  }
}
