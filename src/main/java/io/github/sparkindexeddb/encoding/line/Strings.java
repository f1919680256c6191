// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import java.nio.charset.StandardCharsets;

/** Strings and names of a tape, and text as a string of JSON. */
public final class Strings {
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
  private static final String HEX = "0123456789abcdef";
  private static final int ESCAPE_BYTES = 6;

  private Strings() {}

  /** Returns what a string or a name holds, as the app wrote it: with halves of characters. */
  public static String exact(RecordTape tape, int string) {
    byte[] text = tape.text();
    int start = tape.start(string);
    int end = tape.end(string);
    if (!tape.isEscaped(string)) {
      return new String(text, start, end - start, StandardCharsets.UTF_8);
    }
    StringBuilder exact = new StringBuilder(end - start);
    int plain = start;
    for (int at = start; at < end; ) {
      if (text[at] == '\\') {
        exact.append(new String(text, plain, at - plain, StandardCharsets.UTF_8));
        exact.append(unit(text, at));
        at += length(text, at);
        plain = at;
      } else {
        at++;
      }
    }
    return exact.append(new String(text, plain, end - plain, StandardCharsets.UTF_8)).toString();
  }

  /** Writes what a string or a name holds, with U+FFFD for each half of a character. */
  public static void writeUtf8(RecordTape tape, int string, GrowableBytes out) {
    byte[] text = tape.text();
    int start = tape.start(string);
    int end = tape.end(string);
    if (!tape.isEscaped(string)) {
      out.put(text, start, end);
      return;
    }
    int plain = start;
    for (int at = start; at < end; ) {
      if (text[at] == '\\') {
        out.put(text, plain, at);
        at = writeEscaped(text, at, end, out);
        plain = at;
      } else {
        at++;
      }
    }
    out.put(text, plain, end);
  }

  /** Returns where it goes on; two halves beside each other are one character. */
  private static int writeEscaped(byte[] text, int at, int end, GrowableBytes out) {
    char unit = unit(text, at);
    int next = at + length(text, at);
    if (!Character.isSurrogate(unit)) {
      writeCharacter(unit, out);
      return next;
    }
    boolean isPair =
        Character.isHighSurrogate(unit)
            && end - next >= ESCAPE_BYTES
            && text[next] == '\\'
            && Character.isLowSurrogate(unit(text, next));
    if (isPair) {
      int character = Character.toCodePoint(unit, unit(text, next));
      byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
      out.put(bytes, 0, bytes.length);
      return next + ESCAPE_BYTES;
    }
    out.put(REPLACEMENT, 0, REPLACEMENT.length);
    return next;
  }

  private static void writeCharacter(char unit, GrowableBytes out) {
    if (unit < 0x80) {
      out.putByte(unit);
    } else {
      byte[] bytes = String.valueOf(unit).getBytes(StandardCharsets.UTF_8);
      out.put(bytes, 0, bytes.length);
    }
  }

  private static int length(byte[] text, int escape) {
    return text[escape + 1] == 'u' ? ESCAPE_BYTES : 2;
  }

  private static char unit(byte[] text, int escape) {
    return switch (text[escape + 1]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int digit = escape + 2; digit < escape + ESCAPE_BYTES; digit++) {
          unit = unit << 4 | Character.digit(text[digit], 16);
        }
        yield (char) unit;
      }
      default -> (char) text[escape + 1];
    };
  }

  /** Returns the text as a string of JSON, as {@code JSON.stringify} writes it. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      boolean startsPair =
          Character.isHighSurrogate(unit)
              && at + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(at + 1));
      if (startsPair) {
        quoted.append(unit).append(text.charAt(++at));
      } else {
        append(unit, quoted);
      }
    }
    return quoted.append('"').toString();
  }

  private static void append(char unit, StringBuilder quoted) {
    switch (unit) {
      case '"', '\\' -> quoted.append('\\').append(unit);
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (unit < ' ' || Character.isSurrogate(unit)) {
          quoted.append("\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            quoted.append(HEX.charAt(unit >> shift & 0xF));
          }
        } else {
          quoted.append(unit);
        }
      }
    }
  }
}
