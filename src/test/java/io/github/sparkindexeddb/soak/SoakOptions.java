// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a soak is told.
 *
 * @param out file for all figures
 */
record SoakOptions(Duration duration, long seed, Optional<Path> out, Population population) {
  /**
   * Who is there.
   *
   * @param hasLiar whether one that counts as behaving sends rows that it does not have
   */
  record Population(int behaving, int misbehaving, boolean hasLiar) {
    static final Population USUAL = new Population(200, 50, false);
  }

  /** Reads a command line. */
  static SoakOptions parse(List<String> arguments) {
    double minutes = 60;
    long seed = new Random().nextInt(1_000_000);
    Optional<Path> out = Optional.empty();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--minutes" -> minutes = Double.parseDouble(valueOf(option, rest));
        case "--seed" -> seed = Long.parseLong(valueOf(option, rest));
        case "--out" -> out = Optional.of(Path.of(valueOf(option, rest)));
        default ->
            throw new IllegalArgumentException(
                "Unknown option '" + option + "'. There are --minutes, --seed and --out.");
      }
    }
    return new SoakOptions(
        Duration.ofMillis(Math.round(minutes * 60_000)), seed, out, Population.USUAL);
  }

  private static String valueOf(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("'" + option + "' has no value. Give one.");
    }
    return rest.next();
  }
}
