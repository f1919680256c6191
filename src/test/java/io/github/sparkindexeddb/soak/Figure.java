// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

/** What of an agent has to stay flat, and how much of it comes and goes. */
enum Figure {
  HEAP_MB("heap", 24),
  RESIDENT_MB("resident memory", 48),
  THREADS("threads", 30),
  DESCRIPTORS("descriptors", 60),
  SPOOL_MB("spool", 24),
  SPOOL_FILES("files of the spool", 250),
  SCANS("open scans", 20);

  private final String noun;
  private final double allowance;

  Figure(String noun, double allowance) {
    this.noun = noun;
    this.allowance = allowance;
  }

  String noun() {
    return noun;
  }

  /** How much more there may be at one time than at another, beside a quarter. */
  double allowance() {
    return allowance;
  }
}
