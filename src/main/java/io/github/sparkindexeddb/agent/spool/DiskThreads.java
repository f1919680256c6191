// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that wait for the disk, so that no other has to. Those that write are several, as one
 * file may hang and others not; what takes longer and nobody waits for has one of its own.
 *
 * <p>Thread-safe. After its end, whatever it is given is dropped.
 */
final class DiskThreads {
  private static final int WRITERS = 8;
  private static final long IDLE_SECONDS = 60;
  private static final long CLOSE_SECONDS = 5;

  private final ThreadPoolExecutor writers = pool(WRITERS, "agent-writer");
  private final ThreadPoolExecutor last = pool(1, "agent-disk");

  /** Runs what a split waits for. */
  void write(Runnable task) {
    writers.execute(task);
  }

  /** Runs syncs and deletions, one after the other. */
  void runLast(Runnable task) {
    last.execute(task);
  }

  /**
   * Waits for a while until all that was given is done.
   *
   * @return false if the disk does not answer
   */
  boolean close() throws InterruptedException {
    writers.shutdown();
    boolean written = writers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    last.shutdown();
    return written && last.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new IdleFirst(),
            task -> daemon(task, name),
            DiskThreads::enqueue);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Takes a task only for a thread that is idle, so that the pool makes one if there is none. */
  private static final class IdleFirst extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  /** Lets a task wait when there are as many threads as there may be. */
  private static void enqueue(Runnable task, ThreadPoolExecutor pool) {
    if (!pool.isShutdown()) {
      pool.getQueue().add(task);
      // The last thread may have ended for want of work before it could see this task.
      pool.prestartCoreThread();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(DiskThreads::onUncaught);
    return thread;
  }

  private static void onUncaught(Thread thread, Throwable thrown) {
    FatalErrors.reportIn(thrown);
    AgentLog.LOG.error("{} failed", thread.getName(), thrown);
  }
}
