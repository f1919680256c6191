// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/**
 * Ends what a cancelled task waits for. Spark only marks such a task, and a reader that waits
 * minutes for its browser would not look at the mark.
 *
 * <p>The watched task and the thread of all watches may call at once.
 */
final class TaskWatch implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 500;

  /** Null where no task runs: then nothing is watched. */
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

  private TaskWatch(ScheduledFuture<?> watch) {
    this.watch = watch;
  }

  /**
   * Watches the task of this thread.
   *
   * @param end called again and again once the task was cancelled; does not block
   */
  static TaskWatch begin(Runnable end) {
    TaskContext task = TaskContext.get();
    if (task == null) {
      return new TaskWatch(null);
    }
    Runnable look =
        () -> {
          if (task.isInterrupted()) {
            end.run();
          }
        };
    return new TaskWatch(
        Holder.THREAD.scheduleWithFixedDelay(
            look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.cancel(false);
    }
  }
}
