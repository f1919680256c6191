// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import java.nio.charset.StandardCharsets;

/**
 * Quotes what would be another text, or none, without: readers may trim spaces, and take U+FEFF for
 * the mark of a byte order.
 */
final class CsvQuotes {
  /** What JavaScript takes for white space, beyond ASCII. */
  private static final String SPACES =
      "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
          + "\u202f\u205f\u3000\ufeff";

  private static final int MAX_SPACE_BYTES = 3;

  private CsvQuotes() {}

  /** Writes a text. */
  static void write(GrowableBytes text, GrowableBytes out) {
    byte[] bytes = text.array();
    int length = text.length();
    if (!needsQuotes(bytes, length)) {
      out.put(bytes, 0, length);
      return;
    }
    out.putByte('"');
    int from = 0;
    for (int at = 0; at < length; at++) {
      if (bytes[at] == '"') {
        out.put(bytes, from, at + 1);
        from = at;
      }
    }
    out.put(bytes, from, length);
    out.putByte('"');
  }

  private static boolean needsQuotes(byte[] bytes, int length) {
    if (length == 0
        || isSpace(bytes, 0, length)
        || isSpace(bytes, lastStart(bytes, length), length)) {
      return true;
    }
    for (int at = 0; at < length; at++) {
      switch (bytes[at]) {
        case '"', ',', '\r', '\n' -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  private static int lastStart(byte[] bytes, int length) {
    int at = length - 1;
    while (at > 0 && (bytes[at] & 0xC0) == 0x80) {
      at--;
    }
    return at;
  }

  private static boolean isSpace(byte[] bytes, int at, int length) {
    byte first = bytes[at];
    if (first >= 0) {
      return first == ' ' || first >= '\t' && first <= '\r';
    }
    int end = at + 1;
    while (end < length && (bytes[end] & 0xC0) == 0x80) {
      end++;
    }
    return end - at <= MAX_SPACE_BYTES
        && SPACES.contains(new String(bytes, at, end - at, StandardCharsets.UTF_8));
  }
}
