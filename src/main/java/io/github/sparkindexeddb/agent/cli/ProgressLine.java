// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows how far a download is, in one line of a terminal that is written over. Confined to one
 * thread.
 */
final class ProgressLine {
  /** Small enough that a line of 100 million records fits a terminal of 80 columns. */
  private static final int WIDTH = 10;

  private final PrintWriter screen;
  private final boolean terminal;
  private final long started = System.nanoTime();
  private long bytes;

  /**
   * @param terminal whether to show anything before the end
   */
  ProgressLine(PrintWriter screen, boolean terminal) {
    this.screen = screen;
    this.terminal = terminal;
  }

  void add(long more) {
    bytes += more;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Shows how far the scan is.
   *
   * @param scan its progress as the agent answers it
   */
  void show(JsonNode scan) {
    if (!terminal) {
      return;
    }
    long expected = 0;
    for (JsonNode split : scan.path("splits")) {
      expected += split.path("expected").asLong();
    }
    screen.print("\r" + line(scan.path("records").asLong(), expected) + "\u001b[K");
    screen.flush();
  }

  /** Clears the line. */
  void end() {
    if (terminal) {
      screen.print("\r\u001b[K");
      screen.flush();
    }
  }

  /** Returns {@code [#####-----] 50 % · 1,500 of 3,000 records · 1.5 MB · 10,000/s}. */
  String line(long records, long expected) {
    double share = expected == 0 ? 0 : Math.min(1, (double) records / expected);
    int filled = (int) (share * WIDTH);
    double seconds = Math.max(0.001, (System.nanoTime() - started) / 1e9);
    return String.format(
        Locale.ROOT,
        "[%s%s] %d %% · %,d of %,d records · %s · %,d/s",
        "#".repeat(filled),
        "-".repeat(WIDTH - filled),
        (int) (share * 100),
        records,
        expected,
        bytes(bytes),
        (long) (records / seconds));
  }

  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    double size = bytes / 1000.0;
    int unit = 0;
    while (size >= 1000 && unit < units.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }
}
