// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.wire.message.ScanProgress.SplitProgress;
import io.github.sparkindexeddb.wire.message.ScanProgress.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A reader in the middle of a split, where it has stopped: the browser has run ahead as far as it
 * may and has paused too. Its split must be larger than that.
 *
 * <p>Confined to the test's thread.
 */
public final class HalfRead implements AutoCloseable {
  /** How far a browser may run ahead of the furthest reader. */
  public static final long AHEAD = 16 << 20;

  private final PlainScan scan;
  private final SplitStream stream;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private HalfRead(PlainScan scan) {
    this.scan = scan;
    this.stream = scan.stream();
  }

  /** Reads one MiB and waits until the browser has paused. */
  public static HalfRead of(PlainScan scan) {
    HalfRead read = new HalfRead(scan);
    read.more(1 << 20);
    read.awaitPause();
    return read;
  }

  /** Waits until the browser has run ahead as far as it may. */
  public void awaitPause() {
    Awaitility.await("the browser's pause")
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(50, TimeUnit.MILLISECONDS)
        .until(
            scan::progress,
            progress ->
                progress.state() != State.READING
                    || progress.received().bytes() >= stream.bytesRead() + AHEAD);
    SplitProgress progress = scan.progress();
    if (progress.state() != State.READING) {
      throw new AssertionError("The split is not in the middle: " + progress);
    }
  }

  /** Reads so many more bytes. */
  public void more(int bytes) {
    try {
      byte[] read = stream.readNBytes(bytes);
      if (read.length < bytes) {
        throw new AssertionError("The split ended after " + stream.bytesRead() + " bytes");
      }
      body.writeBytes(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads to the end, and gives all rows since the beginning. */
  public List<List<Object>> finish() {
    try {
      stream.transferTo(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PlainScan.rows(body.toByteArray());
  }

  /** How often the transfer was taken up again. */
  public int resumes() {
    return stream.resumes();
  }

  /** Leaves, wherever it is. */
  @Override
  public void close() {
    stream.close();
  }
}
