// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.PlainScan;
import java.io.IOException;
import java.util.List;

/**
 * A reader in a JVM of its own: reads the beginning of the pages, says so, and reads the rest when
 * it is told a line.
 */
final class WaitingReader {
  static final String BEGUN = "begun";
  static final String ROWS = "rows ";

  private WaitingReader() {}

  /** Takes the agent's endpoint. */
  public static void main(String[] arguments) throws IOException {
    PlainScan pages =
        PlainScan.of(arguments[0], Pages.DATABASE, Pages.STORE, List.of(Pages.ID, Pages.TEXT));
    try (HalfRead read = HalfRead.of(pages)) {
      System.out.println(BEGUN);
      System.in.read();
      List<List<Object>> rows = read.finish();
      Pages.assertWhole(rows);
      System.out.println(ROWS + rows.size());
    }
    System.exit(0);
  }
}
