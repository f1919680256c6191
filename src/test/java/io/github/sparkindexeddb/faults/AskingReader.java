// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.List;

/** A reader in a JVM of its own: tells what each agent of its arguments answers. */
final class AskingReader {
  static final String SAID = "said: ";
  static final String DONE = "done";

  private AskingReader() {}

  /** Takes the endpoints of agents to which no browser is linked. */
  public static void main(String[] endpoints) {
    for (String endpoint : endpoints) {
      IndexedDbException error =
          Refusal.of(() -> PlainScan.of(endpoint, "shop", "orders", List.of(Pages.ID)));
      System.out.println(SAID + error.code() + " " + error.sentence());
    }
    System.out.println(DONE);
  }
}
