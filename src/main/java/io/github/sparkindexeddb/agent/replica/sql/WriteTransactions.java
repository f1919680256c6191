// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one writer: transactions come one after the other, in the order in which they are asked for.
 *
 * <p>Thread-safe.
 */
public final class WriteTransactions implements Closeable {
  /** A log of that many bytes is copied into the database. */
  private static final long MAX_LOG_BYTES = 64L << 20;

  /** What is done in a transaction. */
  public interface Work<T> {
    /** Returns what came of it; nothing was done if it throws. */
    T run(SqlSession session) throws SQLException;
  }

  private final ReentrantLock lock = new ReentrantLock(true);
  private final SqlSession session;
  private final DatabaseDirectory directory;
  private final DatabaseFailures failures;
  private final Object identity;
  private boolean waitsForDisk;

  /** Until it is done: an agent that was killed leaves its log, and what it deleted in it. */
  private boolean emptiesLog = true;

  WriteTransactions(SqlSession session, DatabaseDirectory directory, DatabaseFailures failures)
      throws IOException {
    this.session = session;
    this.directory = directory;
    this.failures = failures;
    this.identity = directory.identity();
  }

  /** Does what is on the disk when this returns. */
  public <T> T durably(Work<T> work) {
    return run(work, true);
  }

  /**
   * Does what outlives this process when this returns, and the machine with the next that is
   * durable: for what costs work alone if it is lost.
   */
  public <T> T soon(Work<T> work) {
    return run(work, false);
  }

  /**
   * Sees to it that what was deleted is not in the log either, now or as soon as nobody reads who
   * began before.
   */
  public void emptyLog() {
    inTurn(
        () -> {
          emptiesLog = true;
          tidyLog();
          return null;
        });
  }

  /** Writes the file anew, without what was ever deleted; others wait meanwhile. */
  void rewrite() {
    inTurn(
        () -> {
          try (SqlSession rewriter = new SqlSession(Sqlite.writer(directory.file()), failures)) {
            Sqlite.rewrite(rewriter);
          }
          return null;
        });
    emptyLog();
  }

  private <T> T run(Work<T> work, boolean durable) {
    return inTurn(
        () -> {
          if (waitsForDisk != durable) {
            Sqlite.waitForDisk(session, durable);
            waitsForDisk = durable;
          }
          T result = committed(work);
          requireInPlace();
          tidyLog();
          return result;
        });
  }

  private interface Turn<T> {
    T run() throws SQLException;
  }

  private <T> T inTurn(Turn<T> turn) {
    lock.lock();
    try {
      failures.requireWritable();
      return turn.run();
    } catch (SQLException e) {
      session.discardStatements();
      throw failures.ofWrite(e);
    } finally {
      lock.unlock();
    }
  }

  private <T> T committed(Work<T> work) throws SQLException {
    Sqlite.beginToWrite(session);
    boolean committed = false;
    try {
      T result = work.run(session);
      session.execute("COMMIT");
      committed = true;
      return result;
    } finally {
      if (!committed) {
        rollBack();
      }
    }
  }

  private void rollBack() {
    session.discardStatements();
    try {
      session.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has done so by itself after most errors of the disk.
      AgentLog.LOG.debug("nothing to roll back", e);
    }
  }

  /** What goes into a file without a name is gone with the process. */
  private void requireInPlace() {
    try {
      if (directory.identity().equals(identity)) {
        return;
      }
    } catch (IOException e) {
      throw failures.taken("its files are gone (" + e + ")").causedBy(e);
    }
    throw failures.taken("other files are in the place of its own");
  }

  private void tidyLog() throws SQLException {
    try {
      if (emptiesLog) {
        emptiesLog = !Sqlite.emptyLog(session);
      } else if (Files.size(directory.log()) > MAX_LOG_BYTES) {
        Sqlite.checkpoint(session);
      }
    } catch (IOException e) {
      throw failures.taken("its files are gone (" + e + ")").causedBy(e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      session.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      lock.unlock();
    }
  }
}
