// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.io.WritableUtils;

/** The fields of which the serialized forms of splits, keys and records consist. */
final class WritableFields {
  private static final int CHUNK_BYTES = 1 << 20;

  private WritableFields() {}

  /**
   * Reads the version of a serialized form.
   *
   * @param noun what has the form, for the message
   * @throws IOException if it is not the one that this release writes
   */
  static void requireVersion(DataInput in, byte known, String noun) throws IOException {
    byte version = in.readByte();
    if (version != known) {
      throw new IOException(
          ("Cannot read a %s: it was written in form '%s', this release knows '%s'. Use the same"
                  + " release of the connector in all tasks.")
              .formatted(noun, version, known));
    }
  }

  static void writeText(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeBytes(out, bytes, bytes.length);
  }

  static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  /**
   * Writes the first bytes of an array, after their number.
   *
   * @param length how many
   */
  static void writeBytes(DataOutput out, byte[] bytes, int length) throws IOException {
    WritableUtils.writeVInt(out, length);
    out.write(bytes, 0, length);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    return readFully(in, WritableUtils.readVInt(in));
  }

  /** Reads so many bytes, and takes no more memory than twice those that come. */
  static byte[] readFully(DataInput in, int length) throws IOException {
    if (length < 0) {
      throw new IOException("Cannot read %s bytes: the stream is damaged.".formatted(length));
    }
    byte[] bytes = new byte[Math.min(length, CHUNK_BYTES)];
    for (int read = 0; read < length; read = bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, Math.max(bytes.length, 2L * read)));
      in.readFully(bytes, read, bytes.length - read);
    }
    return bytes;
  }
}
