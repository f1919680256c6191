// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica.sql;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import java.io.Closeable;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Reads, a few at a time, each in a transaction of its own that sees one state of the database.
 *
 * <p>Thread-safe.
 */
public final class ReadTransactions implements Closeable {
  private static final int MAX_SESSIONS = 4;

  private final Semaphore permits = new Semaphore(MAX_SESSIONS, true);
  private final ConcurrentLinkedDeque<SqlSession> idle = new ConcurrentLinkedDeque<>();
  private final DatabaseDirectory directory;
  private final DatabaseFailures failures;
  private volatile boolean closed;

  ReadTransactions(DatabaseDirectory directory, DatabaseFailures failures) {
    this.directory = directory;
    this.failures = failures;
  }

  /** Returns what is read. */
  public <T> T read(WriteTransactions.Work<T> work) {
    permits.acquireUninterruptibly();
    try {
      failures.requireReadable();
      SqlSession session = session();
      boolean usable = false;
      try {
        Sqlite.beginToRead(session);
        T result = work.run(session);
        session.execute("COMMIT");
        usable = true;
        return result;
      } finally {
        giveBack(session, usable);
      }
    } catch (SQLException e) {
      throw failures.ofRead(e);
    } finally {
      permits.release();
    }
  }

  private SqlSession session() throws SQLException {
    if (closed) {
      throw new SQLException("it is closed");
    }
    Optional<SqlSession> session = Optional.ofNullable(idle.poll());
    return session.isPresent()
        ? session.get()
        : new SqlSession(Sqlite.reader(directory.file()), failures);
  }

  private void giveBack(SqlSession session, boolean usable) {
    if (usable) {
      idle.push(session);
    } else {
      close(session);
    }
  }

  private static void close(SqlSession session) {
    try {
      session.close();
    } catch (SQLException e) {
      AgentLog.LOG.debug("a connection that failed", e);
    }
  }

  /** Waits for those who read. */
  @Override
  public void close() {
    closed = true;
    permits.acquireUninterruptibly(MAX_SESSIONS);
    idle.forEach(ReadTransactions::close);
    permits.release(MAX_SESSIONS);
  }
}
