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
