// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The messages of a stream in the Arrow IPC streaming format, one after the other. Each is a prefix
 * of eight bytes, a table and a body. Confined to one thread; does not own the stream.
 */
public final class ArrowMessages {
  /** The first four bytes of a message, before the length of its table. */
  public static final int CONTINUATION = -1;

  /** Tables and bodies are as long as a multiple of this, and begin at one. */
  public static final int ALIGNMENT = 8;

  private static final int PREFIX_BYTES = 2 * Integer.BYTES;

  /** Up to here an array is made before its bytes are there. */
  private static final int TRUSTED_BYTES = 4 << 20;

  private final InputStream in;

  /** Begins before the first message of the stream. */
  public ArrowMessages(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the next message's table. Its body has to be read before the message after it.
   *
   * @param maxTableBytes more than which the table may not have
   * @return empty after the mark of the stream's end, after which nothing may follow
   * @throws IOException if there is something else, with a short sentence
   */
  public Optional<ArrowMessage> next(int maxTableBytes) throws IOException {
    ByteBuffer prefix =
        ByteBuffer.wrap(bytes(PREFIX_BYTES, "a message")).order(ByteOrder.LITTLE_ENDIAN);
    if (prefix.getInt() != CONTINUATION) {
      throw new IOException("a message does not begin as one");
    }
    int length = prefix.getInt();
    if (length == 0) {
      requireEnd();
      return Optional.empty();
    }
    if (length < 0 || length > maxTableBytes || length % ALIGNMENT != 0) {
      throw new IOException("a message says that its table has %s bytes".formatted(length));
    }
    return Optional.of(ArrowMessage.of(bytes(length, "a table")));
  }

  /**
   * Reads a body.
   *
   * @param length that was checked against what a body may have
   */
  public byte[] body(int length) throws IOException {
    return bytes(length, "a body");
  }

  private byte[] bytes(int length, String what) throws IOException {
    byte[] bytes;
    int count;
    if (length > TRUSTED_BYTES) {
      bytes = in.readNBytes(length);
      count = bytes.length;
    } else {
      bytes = new byte[length];
      count = in.readNBytes(bytes, 0, length);
    }
    if (count < length) {
      throw new IOException("%s ends after %s of %s bytes".formatted(what, count, length));
    }
    return bytes;
  }

  private void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw new IOException("bytes follow the end of the stream");
    }
  }
}
