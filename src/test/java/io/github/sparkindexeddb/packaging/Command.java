// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that was run to its end, as a user would in a shell. */
record Command(int status, String output) {
  /**
   * Runs a command in the project's folder; its output is stdout and stderr together.
   *
   * @throws AssertionError if it takes longer than {@code limit}; it is then ended
   */
  static Command run(Duration limit, String... words) {
    try {
      Path log = Files.createTempFile("spark-indexeddb-command", ".log");
      Process process =
          new ProcessBuilder(List.of(words))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
      }
      String output = Files.readString(log);
      Files.delete(log);
      if (!ended) {
        throw new AssertionError(String.join(" ", words) + " took over " + limit + ": " + output);
      }
      return new Command(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The last line that is not empty. */
  String lastLine() {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
