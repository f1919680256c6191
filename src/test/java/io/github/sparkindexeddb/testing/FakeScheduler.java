// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.agent.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that stands still until a test moves it. Thread-safe; tasks run on the mover's thread, those
 * without delay at once.
 */
public final class FakeScheduler implements Scheduler {
  private final PriorityQueue<Due> tasks = new PriorityQueue<>(Comparator.comparing(Due::at));
  private Instant now = Instant.parse("2026-11-22T17:00:00Z");

  private record Due(Instant at, Optional<Duration> period, Runnable task) {}

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public Instant calendarTime() {
    return now();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (delay.isZero()) {
      task.run();
      return () -> {};
    }
    return add(new Due(now().plus(delay), Optional.empty(), task));
  }

  @Override
  public Timer scheduleEvery(Duration period, Runnable task) {
    return add(new Due(now().plus(period), Optional.of(period), task));
  }

  @Override
  public void close() {}

  /** Lets the time pass, and runs every task that is due in it, in order. */
  public void pass(Duration duration) {
    Instant end = now().plus(duration);
    Optional<Due> due = next(end);
    while (due.isPresent()) {
      due.get().task().run();
      due = next(end);
    }
    synchronized (this) {
      now = end;
    }
  }

  /** Tasks that are scheduled. */
  public synchronized int waiting() {
    return tasks.size();
  }

  private synchronized Timer add(Due due) {
    tasks.add(due);
    return () -> cancel(due);
  }

  private synchronized void cancel(Due due) {
    tasks.remove(due);
  }

  private synchronized Optional<Due> next(Instant end) {
    Due due = tasks.peek();
    if (due == null || due.at().isAfter(end)) {
      return Optional.empty();
    }
    tasks.remove();
    now = due.at();
    due.period().ifPresent(p -> tasks.add(new Due(due.at().plus(p), due.period(), due.task())));
    return Optional.of(due);
  }
}
