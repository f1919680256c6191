// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

/**
 * How much memory may be taken for some rows. A line of a few bytes for each value may be read as
 * values of a hundred: a record that a browser keeps must not take all that the agent has. Confined
 * to one thread.
 */
public final class MemoryLimit {
  private final long most;
  private long taken;

  /** Begins with nothing taken of so many bytes. */
  public MemoryLimit(long most) {
    this.most = most;
  }

  /** Is thrown for more than there is. */
  public static final class ExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long bytes;

    ExceededException(long bytes) {
      super(null, null, false, false);
      this.bytes = bytes;
    }

    /** Returns how many bytes were wanted. */
    public long bytes() {
      return bytes;
    }
  }

  /** Takes so many bytes more. */
  public void take(long bytes) {
    taken += bytes;
    if (taken > most) {
      throw new ExceededException(taken);
    }
  }

  /** Gives bytes back. */
  public void give(long bytes) {
    taken -= bytes;
  }

  /** Returns the most that may be taken. */
  public long most() {
    return most;
  }
}
