// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** Base64 of a tape, as JavaScript writes it: with padding, and nothing else in between. */
public final class Base64Text {
  private static final int GROUP = 4;
  private static final boolean[] DIGITS = new boolean[256];

  static {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        .chars()
        .forEach(digit -> DIGITS[digit] = true);
  }

  private Base64Text() {}

  static boolean isValid(RecordTape tape, int string) {
    byte[] text = tape.text();
    int start = tape.start(string);
    int end = tape.end(string);
    int last = end;
    while (last > start && end - last < 2 && text[last - 1] == '=') {
      last--;
    }
    for (int at = start; at < last; at++) {
      if (!DIGITS[text[at] & 0xFF]) {
        return false;
      }
    }
    return (end - start) % GROUP == 0;
  }

  /** Returns the bytes of a binary value, or of a Blob's bytes. */
  public static byte[] decode(RecordTape tape, int value) {
    int string = tape.kind(value) == Token.BINARY ? tape.tagged(value) : value;
    int start = tape.start(string);
    ByteBuffer text = ByteBuffer.wrap(tape.text(), start, tape.end(string) - start);
    ByteBuffer bytes = Base64.getDecoder().decode(text);
    return bytes.array().length == bytes.remaining()
        ? bytes.array()
        : Arrays.copyOf(bytes.array(), bytes.remaining());
  }
}
