// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

/** Takes the vectors of a batch as Arrow orders them: each before what it holds. */
public interface VectorWriter {
  /** Takes the next vector's number of values, and how many of them are null. */
  void node(int length, int nulls);

  /** Takes the vector's next buffer: the first bytes of the array, which stays as it is. */
  void buffer(byte[] bytes, int length);
}
