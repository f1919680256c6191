// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The npm package, packed and installed, in an app of Vite, Workbox, Dexie, idb and localForage.
 */
class WebAppIT {
  private static final String RUN = "examples/06-web-app/run";

  @Test
  void readsWhatLibrariesKeepInAnAppThatVitePacked() {
    Command command = Command.run(Duration.ofMinutes(6), RUN);
    assertThat(command.status()).as(command.output()).isZero();
    assertThat(command.lastLine()).isEqualTo("web-app: ok, 1388 records read");
    assertThat(command.output())
        .contains(
            """
            Dexie: notes of tag 'round' by Ada: 100 of 1000

            root
             |-- title: string (nullable = true)
             |-- tags: array (nullable = true)
             |    |-- element: string (containsNull = true)
             |-- author: string (nullable = true)
             |-- written: timestamp (nullable = true)
             |-- id: long (nullable = true)
            """)
        .contains(
            """
            idb: the days of the best mood: 73 of 365

            root
             |-- day: string (nullable = true)
             |-- mood: long (nullable = true)
             |-- note: struct (nullable = true)
             |    |-- text: string (nullable = true)
             |    |-- words: long (nullable = true)
            """)
        .contains(
            """
            localForage: values of all sorts, as JSON: 3 of 3

            root
             |-- _key: string (nullable = true)
             |-- value: string (nullable = true)
            """,
            "|  window|{\"width\":1280,\"height\":800}|")
        .contains(
            """
            localForage: values of one sort: 2 of 20

            root
             |-- _key: string (nullable = true)
             |-- text: string (nullable = true)
             |-- saved: timestamp (nullable = true)
            """);
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() {
    Command command = Command.run(Duration.ofMinutes(1), RUN, "--biuld");
    assertThat(command.status()).as(command.output()).isEqualTo(2);
    assertThat(command.output()).contains("there is no option '--biuld'", "Usage:");
  }
}
