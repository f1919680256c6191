// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.agent.access.AccessOptions;
import io.github.sparkindexeddb.agent.access.TokenKind;
import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.disk.LocalDisk;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.agent.runtime.FileThreads;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.agent.runtime.SystemScheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running agent: browsers link to it, engines read through it. It relays batches and never looks
 * into a record.
 *
 * <p>Thread-safe. Whoever starts it closes it; closing ends all links and scans and empties the
 * spool.
 */
public final class Agent implements AutoCloseable {
  private final AgentParts parts;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final FatalErrors.Registration registration = FatalErrors.register(this::closeAfter);

  /**
   * The world outside; tests bring their own.
   *
   * @param files threads that may wait for the files of options
   */
  record Surroundings(Scheduler scheduler, Disk disk, Executor files) {
    static Surroundings real() {
      return new Surroundings(new SystemScheduler(), new LocalDisk(), new FileThreads());
    }
  }

  private Agent(AgentParts parts) {
    this.parts = parts;
  }

  /**
   * Starts an agent; it answers when this returns.
   *
   * @throws IndexedDbException {@code OPTION_MISSING} beyond loopback without TLS and both tokens,
   *     {@code OPTION_INVALID}, {@code SPOOL_FAILED}
   */
  public static Agent start(AgentOptions options) {
    return start(options, Surroundings.real());
  }

  static Agent start(AgentOptions options, Surroundings surroundings) {
    requireProtection(options);
    AgentParts parts = new AgentParts(options, surroundings);
    parts.start();
    AgentLog.LOG.info("listening at {}, spool in {}", parts.uri(), parts.spoolDirectory());
    return new Agent(parts);
  }

  /** Returns where engines and page links reach the agent: scheme, host and port. */
  public URI uri() {
    return parts.uri();
  }

  /** Returns the token that engines give now, if there is one of an option of its own. */
  public Optional<String> readerToken() {
    return parts.readerToken();
  }

  /** Returns whether it has ended or is about to, by itself or as somebody closed it. */
  public boolean isClosed() {
    return closed.get();
  }

  /** Ends the agent, and returns when it has ended, whoever began with that. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      awaitStopped();
    } else {
      stop();
    }
  }

  private void stop() {
    try {
      registration.close();
      parts.stop();
      AgentLog.LOG.info("stopped");
    } finally {
      stopped.countDown();
    }
  }

  private void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The program around this agent goes on; the thread that has failed may belong to the agent. */
  private void closeAfter(Error error) {
    if (!closed.getAndSet(true)) {
      Thread closing = new Thread(() -> stopBecauseOf(error), "agent-stop");
      closing.setDaemon(true);
      closing.start();
    }
  }

  private void stopBecauseOf(Error error) {
    AgentLog.LOG.error("the agent stops, as it cannot go on after this error", error);
    stop();
  }

  /** Beyond this machine an agent is reached through TLS and with both tokens only. */
  private static void requireProtection(AgentOptions options) {
    String bind = options.http().bind();
    AccessOptions access = options.access();
    boolean isProtected =
        options.http().tls().isPresent()
            && access.needs(TokenKind.READER)
            && access.needs(TokenKind.BROWSER);
    if (!isProtected && !isLoopback(bind)) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_MISSING,
          "Cannot start the agent: '--bind' is '%s', which others can reach. Give '--tls-cert',"
              + " '--tls-key', '--token' and '--browser-token' as well, or leave '--bind' out.",
          bind);
    }
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: '--bind' is '%s', which is no address of this machine. Correct"
              + " it.",
          AgentLog.plain(bind));
    }
  }
}
