// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import java.util.List;
import java.util.Optional;

/**
 * Some records of a store at one version, in the order of their keys.
 *
 * @param records at least one, unless the span holds none
 * @param rest the span that is still to be read; absent: this was the last page
 */
public record RecordPage(List<StoredRecord> records, Optional<KeySpan> rest) {
  public RecordPage {
    records = List.copyOf(records);
  }
}
