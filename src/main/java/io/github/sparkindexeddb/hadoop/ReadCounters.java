// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

/** The counters of a reader, whatever the API. */
interface ReadCounters {
  /** The group of its counters. */
  String GROUP = "IndexedDB";

  /** The counters of a job; they are few and always the same. */
  enum Count {
    RECORDS,
    BYTES,
    /** Time in which tasks had nothing to do but wait for a browser. */
    WAITING_MILLIS,
    /** Records with a value that did not fit, in modes that go on. */
    CORRUPT_RECORDS
  }

  void add(Count count, long amount);
}
