// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.disk.Ownership;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A file of who read what, one JSON object a line, which is only appended to. Lines wait in a queue
 * for the disk, and nobody who serves does. A line that cannot be written, or that has no room in
 * the queue, is lost, and the first of a row of them is logged.
 *
 * <p>Thread-safe: the queue is guarded by {@code this}; the file belongs to whoever writes it out,
 * which is one at a time.
 */
public final class AuditLog implements AutoCloseable {
  /** Of lines that wait: thousands of reads. */
  static final int MAX_QUEUED_CHARS = 4 << 20;

  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Optional<AuditFile> file;
  private final Executor threads;
  private List<String> queued = new ArrayList<>();
  private int queuedChars;
  private boolean writing;
  private long lost;

  /** Whether the file could not be written the last time; of whoever writes. */
  private boolean failing;

  private AuditLog(Optional<AuditFile> file, Executor threads) {
    this.file = file;
    this.threads = threads;
  }

  /**
   * Opens the file, or nothing if there is none to write.
   *
   * @param threads that may wait for the disk
   * @throws IndexedDbException {@code OPTION_INVALID} if the file cannot be written
   */
  public static AuditLog open(Optional<Path> file, Executor threads) {
    return new AuditLog(file.map(AuditLog::open), threads);
  }

  private static AuditFile open(Path file) {
    try {
      Optional<String> distrust = Ownership.distrustLink(file);
      if (distrust.isPresent()) {
        throw IndexedDbException.of(
            ErrorCode.OPTION_INVALID,
            "Cannot start the agent: the file '%s' of '--audit' cannot be written: %s. Name the"
                + " file itself.",
            file,
            distrust.get());
      }
      return AuditFile.open(file);
    } catch (IOException e) {
      throw IndexedDbException.of(
              ErrorCode.OPTION_INVALID,
              "Cannot start the agent: the file '%s' of '--audit' cannot be written. Check its name"
                  + " and rights.",
              file)
          .causedBy(e);
    }
  }

  /** Has a line appended, without waiting for that. */
  public void append(ObjectNode line) {
    if (file.isPresent()) {
      enqueue(Json.write(line));
    }
  }

  private void enqueue(String line) {
    boolean fits;
    boolean isFirstLost;
    boolean starts;
    synchronized (this) {
      fits = queuedChars + line.length() <= MAX_QUEUED_CHARS;
      if (fits) {
        queued.add(line);
        queuedChars += line.length();
      } else {
        lost++;
      }
      isFirstLost = lost == 1 && !fits;
      starts = !writing;
      writing = true;
    }
    if (isFirstLost) {
      AgentLog.LOG.error(
          "Cannot keep who read what: the disk of the file '{}' of '--audit' does not answer, and"
              + " too many lines wait for it. Lines are lost until it does.",
          file.orElseThrow().path());
    }
    if (starts) {
      threads.execute(this::writeQueued);
    }
  }

  private void writeQueued() {
    List<String> lines = take();
    while (!lines.isEmpty()) {
      write(lines);
      lines = take();
    }
  }

  /** Returns all lines that wait; if there are none, nobody writes from now on. */
  private List<String> take() {
    List<String> taken;
    long missed;
    synchronized (this) {
      taken = queued;
      queued = new ArrayList<>();
      queuedChars = 0;
      missed = lost;
      lost = 0;
      writing = !taken.isEmpty();
      notifyAll();
    }
    if (missed > 0) {
      AgentLog.LOG.error("{} lines of who read what were lost", missed);
    }
    return taken;
  }

  private void write(List<String> lines) {
    try {
      file.orElseThrow().append(lines);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        AgentLog.LOG.error(
            "the file '{}' of '--audit' cannot be written", file.orElseThrow().path(), e);
      }
      failing = true;
    }
  }

  /** Waits until what is queued is written, but not long for a disk that does not answer. */
  @Override
  public void close() {
    try {
      if (!awaitWritten()) {
        AgentLog.LOG.error("the disk of '--audit' does not answer, its last lines are lost");
      } else if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      AgentLog.LOG.warn("the file of '--audit' could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitWritten() throws InterruptedException {
    long start = System.nanoTime();
    long left = CLOSE_NANOS;
    while (writing && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = CLOSE_NANOS - (System.nanoTime() - start);
    }
    return !writing;
  }
}
