// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.time.Duration;
import java.time.Instant;

/** Time as the agent sees it: injected, so that tests move it instead of waiting. Thread-safe. */
public interface Clockwork extends AutoCloseable {
  Instant now();

  /** Runs the task once; a task is short, since all share a thread. */
  Alarm after(Duration delay, Runnable task);

  /** Runs the task again and again, the first time after one period. */
  Alarm every(Duration period, Runnable task);

  /** No alarm goes off any more. */
  @Override
  void close();

  /** Something that is due. */
  interface Alarm {
    /** After this the task does not start any more. */
    void cancel();
  }
}
