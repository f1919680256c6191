// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import java.util.Locale;

/** An encoding of batches, with the end of a split's body. */
public enum Format {
  /** The Arrow IPC streaming format. */
  ARROW("application/vnd.apache.arrow.stream", new byte[] {-1, -1, -1, -1, 0, 0, 0, 0}),
  /**
   * A line of tagged JSON for each row: an object of the columns, or without columns the record.
   */
  NDJSON("application/x-ndjson", new byte[] {'\n'}),
  /** A line of names, then one for each row. A cut shows in the trailers alone. */
  CSV("text/csv; charset=utf-8", new byte[0]);

  private final String mediaType;
  private final byte[] tail;

  Format(String mediaType, byte[] tail) {
    this.mediaType = mediaType;
    this.tail = tail;
  }

  public String mediaType() {
    return mediaType;
  }

  /**
   * Returns the last bytes of a sealed split, written by the agent when it seals, so that a cut
   * body cannot pass for a whole one.
   */
  public byte[] tail() {
    return tail.clone();
  }

  /** Returns the name that messages use. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
