// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Format;
import java.io.InputStream;

/**
 * The body of one split, to its proven end: an interrupted transfer is resumed, and a body that
 * does not end as it was sealed is an error, never an end of stream.
 *
 * <p>Confined to one thread, but for {@link #close()}, which may come from any.
 */
public final class SplitStream extends InputStream {
  private SplitStream() {}

  /** Opens nothing yet: the first read does. */
  public static SplitStream open(SplitAddress address, Format format) {
    throw new UnsupportedOperationException(address + " " + format);
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /**
   * What was sealed.
   *
   * @throws IllegalStateException before the end of the stream
   */
  public SplitReceipt receipt() {
    throw new UnsupportedOperationException();
  }

  /** Bytes of the body so far, each counted once whatever was resumed. */
  public long bytesRead() {
    return 0;
  }

  /** Time spent waiting for bytes. */
  public long nanosWaiting() {
    return 0;
  }

  /** How often the transfer was taken up again. */
  public int resumes() {
    return 0;
  }

  /** Before the end it also hangs up, so that the agent sees the reader leave. */
  @Override
  public void close() {}
}
