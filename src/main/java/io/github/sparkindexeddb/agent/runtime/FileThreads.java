// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Daemon threads for the files that options name. Each task has one of its own, since a file whose
 * disk hangs may hold up neither who serves nor the look at another file; whoever gives tasks has
 * at most one for each file. Thread-safe.
 */
public final class FileThreads implements Executor {
  private static final long KEEP_ALIVE_SECONDS = 10;

  private final Executor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          KEEP_ALIVE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          FileThreads::thread);

  @Override
  public void execute(Runnable task) {
    threads.execute(FatalErrors.guarded("what had to do with a file", task));
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "agent-files");
    thread.setDaemon(true);
    return thread;
  }
}
