// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

/** What of an agent has to stay flat, and how much of it comes and goes. */
enum Figure {
  HEAP_MB("heap", 24, false),
  RESIDENT_MB("resident memory", 48, false),
  THREADS("threads", 30, false),
  DESCRIPTORS("descriptors", 60, false),
  SPOOL_MB("spool", 24, true),
  SPOOL_FILES("files of the spool", 250, true),
  SCANS("open scans", 20, true);

  private final String noun;
  private final double allowance;
  private final boolean ofReads;

  Figure(String noun, double allowance, boolean ofReads) {
    this.noun = noun;
    this.allowance = allowance;
    this.ofReads = ofReads;
  }

  String noun() {
    return noun;
  }

  /** How much more there may be at one time than at another, beside a quarter. */
  double allowance() {
    return allowance;
  }

  /**
   * Whether it is there while reads are and goes with them: a sample is all or nothing by chance,
   * and only what is left behind lifts the least of them.
   */
  boolean isOfReads() {
    return ofReads;
  }
}
