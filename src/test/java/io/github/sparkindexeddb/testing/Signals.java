// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Signals to processes that a test started: they stop where they are, and go on. */
public final class Signals {
  private Signals() {}

  /** Stops processes as a suspended machine does: nothing of them runs, nothing of them ends. */
  public static void stop(List<ProcessHandle> processes) {
    send("-STOP", processes);
  }

  /** Lets stopped processes go on. */
  public static void resume(List<ProcessHandle> processes) {
    send("-CONT", processes);
  }

  /** Ends processes where they are, without any last word. */
  public static void kill(List<ProcessHandle> processes) {
    send("-KILL", processes);
    processes.forEach(process -> process.onExit().join());
  }

  /**
   * Gives a process about a tenth of the time, as a machine does that has too much to do: it runs
   * for a hundredth of a second and stands still for nine, until this is closed.
   */
  public static Throttle throttle(ProcessHandle process) {
    String pulses =
        "while kill -STOP $0; do sleep 0.09; kill -CONT $0; sleep 0.01; done 2> /dev/null";
    try {
      return new Throttle(
          new ProcessBuilder("sh", "-c", pulses, Long.toString(process.pid())).start(), process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That a process gets little time. */
  public record Throttle(Process pulses, ProcessHandle process) implements AutoCloseable {
    @Override
    public void close() {
      pulses.destroyForcibly().onExit().join();
      resume(List.of(process));
    }
  }

  private static void send(String signal, List<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.stream().map(process -> Long.toString(process.pid())).forEach(command::add);
    try {
      // Some child of the list may have ended meanwhile, which is no failure.
      new ProcessBuilder(command).redirectErrorStream(true).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
