// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.time.Duration;
import java.time.Instant;

/** Time as the agent sees it: injected, so that tests move it instead of waiting. Thread-safe. */
public interface Scheduler extends AutoCloseable {
  Instant now();

  /** Runs the task once; a task is short, since all share a thread. */
  Timer schedule(Duration delay, Runnable task);

  /** Runs the task again and again, the first time after one period. */
  Timer scheduleEvery(Duration period, Runnable task);

  /** No alarm goes off any more. */
  @Override
  void close();

  /** Something that is due. */
  interface Timer {
    /** After this the task does not start any more. */
    void cancel();
  }
}
