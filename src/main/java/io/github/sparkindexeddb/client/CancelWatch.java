// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends what a cancelled task waits for. Engines only mark such a task, and a reader that waits
 * minutes for its browser would not look at the mark.
 *
 * <p>The watched task and the thread of all watches may call at once.
 */
public final class CancelWatch implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 500;

  private final ScheduledFuture<?> watch;

  /** The one thread of this JVM, started by its first task. */
  private static final class Holder {
    static final ScheduledExecutorService THREAD =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "spark-indexeddb-cancelled-tasks");
              thread.setDaemon(true);
              return thread;
            });
  }

  private CancelWatch(ScheduledFuture<?> watch) {
    this.watch = watch;
  }

  /**
   * Starts to watch a task, until closed.
   *
   * @param cancelled looked at twice a second
   * @param end called again and again once the task was cancelled; does not block
   */
  public static CancelWatch begin(BooleanSupplier cancelled, Runnable end) {
    Runnable look =
        () -> {
          if (cancelled.getAsBoolean()) {
            end.run();
          }
        };
    return new CancelWatch(
        Holder.THREAD.scheduleWithFixedDelay(
            look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    watch.cancel(false);
  }
}
