// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import java.util.Locale;

/**
 * How batches are encoded, and how the body of a split begins and ends. The agent knows no more of
 * it than this.
 */
public enum Format {
  /** The Arrow IPC streaming format. */
  ARROW("application/vnd.apache.arrow.stream", new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});

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
   * The last bytes of a sealed split, written by the agent when it seals, so that a cut body cannot
   * pass for a whole one.
   */
  public byte[] tail() {
    return tail.clone();
  }

  String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
