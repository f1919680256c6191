// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.Mode;
import io.github.sparkindexeddb.wire.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The options of a read, strictly parsed. Never shows the token. */
public final class ReadOptions {
  private ReadOptions() {}

  /**
   * @param given keys of any case
   */
  public static ReadOptions parse(Map<String, String> given) {
    throw new UnsupportedOperationException(given.keySet().toString());
  }

  /** One or several agents, comma-separated. */
  public String endpoint() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> token() {
    throw new UnsupportedOperationException();
  }

  /** Origin, client, database and store. */
  public Target target() {
    throw new UnsupportedOperationException();
  }

  public int minClients() {
    throw new UnsupportedOperationException();
  }

  public Duration waitForClients() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> schemaHints() {
    throw new UnsupportedOperationException();
  }

  public Mode mode() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> columnNameOfCorruptRecord() {
    throw new UnsupportedOperationException();
  }

  /** Records per client to infer the schema from; absent: all. */
  public OptionalLong sampleSize() {
    throw new UnsupportedOperationException();
  }

  public OptionalInt maxPartitions() {
    throw new UnsupportedOperationException();
  }

  public OptionalLong recordsPerPartition() {
    throw new UnsupportedOperationException();
  }

  public boolean pushdown() {
    throw new UnsupportedOperationException();
  }
}
