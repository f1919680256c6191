// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

/**
 * What a difference changed of the draft. A difference that is applied twice changes nothing the
 * second time.
 *
 * @param changed records that are other than before, or new
 * @param gone records that were there and are not any more
 * @param records of the store in the draft
 */
public record Applied(long changed, long gone, long records) {
  /** Returns whether nothing was different, whatever was said. */
  public boolean isNothing() {
    return changed == 0 && gone == 0;
  }
}
