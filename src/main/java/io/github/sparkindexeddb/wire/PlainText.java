// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

/** Text of strangers, made fit for a log: one short line without control characters. */
public final class PlainText {
  /** Names come from browsers and requests: longer ones would drown a log. */
  private static final int MAX_SHOWN_CHARS = 200;

  private PlainText() {}

  /** Returns the text on one line: no peer may write a line of its own into the log. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_SHOWN_CHARS));
    text.codePoints()
        .limit(MAX_SHOWN_CHARS)
        .map(c -> isPlain(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return text.length() > MAX_SHOWN_CHARS ? shown.append('…').toString() : shown.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
