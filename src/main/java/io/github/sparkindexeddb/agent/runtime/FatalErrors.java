// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Ends what cannot be trusted any more: after an {@link Error}, as one for want of memory, nobody
 * knows which thread has died in the midst of what. Thread-safe.
 */
public final class FatalErrors {
  /** Software that cannot go on, as in sysexits.h. */
  static final int EXIT_STATUS = 70;

  /** By all agents of the process: none can tell whose memory it was that ran out. */
  private static final Set<Consumer<Error>> REACTIONS = ConcurrentHashMap.newKeySet();

  private static volatile boolean endsProcess;

  private FatalErrors() {}

  /** A reaction that is to be forgotten when its agent has ended. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Lets the reaction know of every error until the registration is closed. */
  public static Registration register(Consumer<Error> reaction) {
    REACTIONS.add(reaction);
    return () -> REACTIONS.remove(reaction);
  }

  /** Lets every error end the process, which is the agent's own. */
  public static void endProcessAfterAny() {
    endsProcess = true;
  }

  /** Ends the process, with one line that says why if there is memory for it. */
  @SuppressWarnings("SystemOut") // The log may be what has failed.
  private static void endProcess(Error error) {
    try {
      System.err.println(line(error));
    } finally {
      Runtime.getRuntime().halt(EXIT_STATUS);
    }
  }

  /** Returns what an operator reads. */
  static String line(Error error) {
    return "[AGENT_FAILED] Cannot go on: "
        + AgentLog.plain(error.toString())
        + ". Start the agent again, with more memory if that is what it lacks.";
  }

  /**
   * Returns the task for a thread that outlives its failures: what it throws is logged, an error
   * reported as well.
   *
   * @param what has failed then, as the beginning of a line of the log
   */
  static Runnable guarded(String what, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        AgentLog.LOG.error("{} failed", what, e);
      } catch (Error e) {
        report(e);
        throw e;
      }
    };
  }

  /** Reports an {@link Error} if that is what was thrown, or what it was made of. */
  public static void reportIn(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof Error error) {
        report(error);
        return;
      }
      cause = cause.getCause();
    }
  }

  /** Ends the process if it is the agent's own, else lets all agents in it react. */
  public static void report(Error error) {
    if (endsProcess) {
      endProcess(error);
    }
    REACTIONS.forEach(reaction -> reaction.accept(error));
  }
}
