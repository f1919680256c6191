// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

/** In which order of the primary key the rows of a split come. */
public enum Order {
  ASCENDING,
  DESCENDING
}
