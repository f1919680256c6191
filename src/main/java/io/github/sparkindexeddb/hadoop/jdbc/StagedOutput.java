// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.io.IOException;

/**
 * One output of one job, whose attempts stage their parts apart from each other until the end of
 * the job publishes some of them. Each method is done as a whole or not at all, and may be called
 * again by an application master that does not know whether it was.
 */
interface StagedOutput {
  /** Makes room for what attempts stage. */
  void setupJob() throws IOException;

  /** Makes what the attempt staged that of its task, instead of what another did. */
  void commitTask(TaskAttempt attempt) throws IOException;

  /**
   * Takes over from the master before what it knew to be done.
   *
   * @throws IOException if no attempt of the task had committed under that master
   */
  void recoverTask(int master, int task) throws IOException;

  /** Publishes what committed under this master, unless the batch was published before. */
  void commitJob(int master) throws IOException;

  /** Forgets what this output staged. */
  void abortJob() throws IOException;
}
