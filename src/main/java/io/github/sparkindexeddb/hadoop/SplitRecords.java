// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.client.CancelWatch;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.client.SplitTrailers;
import io.github.sparkindexeddb.hadoop.ReadCounters.Count;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.value.Format;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The records of one split, one line each, to its proven end. The first column of a line is the
 * record's key, the others are the record.
 *
 * <p>Confined to the task's thread. An interrupt of that thread, which is how Hadoop kills a task,
 * ends what it waits for.
 */
final class SplitRecords implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final SplitAddress address;
  private final RecordLayout layout;
  private final String keyName;
  private final ReadCounters counters;
  private final SplitStream stream;
  private final CancelWatch watch;

  /** Bytes that were read and not yet parsed lie between {@link #begin} and {@link #end}. */
  private byte[] buffer = new byte[BUFFER_BYTES];

  private int begin;
  private int end;
  private long rows;

  /** The part that the counters already have. */
  private long rowsCounted;

  private long bytesCounted;
  private long millisCounted;
  private boolean finished;

  private SplitRecords(SplitAddress address, RecordLayout layout, ReadCounters counters) {
    this.address = address;
    this.layout = layout.withoutKey();
    this.keyName = layout.column(0).name();
    this.counters = counters;
    this.stream = SplitStream.open(address, Format.NDJSON);
    this.watch = CancelWatch.begin(Thread.currentThread()::isInterrupted, stream::close);
  }

  /** Opens a split; the agent is not called before the first record is read. */
  static SplitRecords open(SplitAddress address, RecordLayout layout, ReadCounters counters) {
    return new SplitRecords(address, layout, counters);
  }

  /**
   * Reads one more record into {@code key} and {@code record}.
   *
   * @return false at the end
   * @throws IndexedDbException as reading a {@link SplitStream}, or {@code SPLIT_DAMAGED}
   */
  boolean next(KeyWritable key, RecordWritable record) throws IOException {
    if (finished) {
      return false;
    }
    int lineEnd = nextLine();
    if (lineEnd == begin) {
      finish();
      return false;
    }
    try {
      parseLine(lineEnd, key, record);
    } catch (IllegalArgumentException | ArithmeticException | IndexedDbException e) {
      throw damaged(e);
    }
    begin = lineEnd + 1;
    rows++;
    return true;
  }

  /** Returns the part of the records that was read, from 0 to 1. */
  float progress() {
    long records = address.split().records();
    return finished || records == 0 ? 1 : Math.min(1, (float) rows / records);
  }

  /** Returns the bytes read so far. */
  long position() {
    return stream.bytesRead();
  }

  private void parseLine(int lineEnd, KeyWritable key, RecordWritable record) {
    int at = begin;
    if (buffer[at] != '{') {
      throw new IllegalArgumentException("a line does not begin with '{'");
    }
    JsonSlice name = JsonSlice.at(buffer, at + 1, lineEnd);
    if (!name.exactText().equals(keyName) || buffer[name.to()] != ':') {
      throw new IllegalArgumentException("a line does not begin with the key");
    }
    JsonSlice value = JsonSlice.at(buffer, name.to() + 1, lineEnd);
    boolean isWhole = buffer[lineEnd - 1] == '}';
    if (!isWhole || buffer[value.to()] != ',' && value.to() != lineEnd - 1) {
      throw new IllegalArgumentException("a line does not end with '}'");
    }
    key.set(TaggedKey.of(value));
    record.fill(layout, buffer, value.to(), lineEnd);
  }

  /** Returns the end of the line at {@link #begin}. */
  private int nextLine() throws IOException {
    int searched = begin;
    while (true) {
      for (int at = searched; at < end; at++) {
        if (buffer[at] == '\n') {
          return at;
        }
      }
      searched = end - begin;
      fill();
    }
  }

  /** Moves what is left to the front, and reads more behind it. */
  private void fill() throws IOException {
    System.arraycopy(buffer, begin, buffer, 0, end - begin);
    end -= begin;
    begin = 0;
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = read();
    if (count < 0) {
      throw damaged(new IllegalArgumentException("it ends within a line"));
    }
    end += count;
    updateCounters();
  }

  private int read() throws IOException {
    try {
      return stream.read(buffer, end, buffer.length - end);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw (IOException)
            new InterruptedIOException("interrupted while reading " + stream).initCause(e);
      }
      throw e;
    }
  }

  private void finish() {
    if (begin + 1 != end) {
      throw damaged(new IllegalArgumentException("lines follow the end"));
    }
    SplitTrailers trailers = stream.trailers().requireRows(address, rows);
    finished = true;
    updateCounters();
    counters.add(Count.CORRUPT_RECORDS, trailers.malformed().count());
  }

  private void updateCounters() {
    long bytes = stream.bytesRead();
    long millis = TimeUnit.NANOSECONDS.toMillis(stream.nanosWaiting());
    counters.add(Count.RECORDS, rows - rowsCounted);
    counters.add(Count.BYTES, bytes - bytesCounted);
    counters.add(Count.WAITING_MILLIS, millis - millisCounted);
    rowsCounted = rows;
    bytesCounted = bytes;
    millisCounted = millis;
  }

  @Override
  public void close() {
    try (stream;
        watch) {
      updateCounters();
    }
  }

  private IndexedDbException damaged(RuntimeException e) {
    return IndexedDbException.of(
            ErrorCode.SPLIT_DAMAGED,
            "Cannot read %s: after %s records its bytes are not the lines of JSON that they should be"
                + " (%s). Compare the versions of browser files, agent and connector.",
            stream,
            rows,
            PlainText.of(String.valueOf(e.getMessage())))
        .causedBy(e);
  }
}
