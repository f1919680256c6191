// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

/** Text of strangers, made fit for a log: one short line without control characters. */
public final class PlainText {
  /** Names come from browsers and requests: longer ones would drown a log. */
  private static final int MAX_SHOWN_CHARS = 200;

  /** A sentence of ours around names, keys and messages of a browser. */
  private static final int MAX_SENTENCE_CHARS = 2000;

  private PlainText() {}

  /** Returns the text on one line: no peer may write a line of its own into the log. */
  public static String of(String text) {
    return of(text, MAX_SHOWN_CHARS);
  }

  /** Returns what a browser says in sentences, on one line, which nothing can be hidden behind. */
  public static String sentence(String text) {
    return of(text, MAX_SENTENCE_CHARS);
  }

  /** Returns the text on one line, of whatever length. */
  static String line(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /**
   * Returns the text on one line.
   *
   * @param maxChars from which on it is cut off
   */
  static String of(String text, int maxChars) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), maxChars));
    text.codePoints()
        .limit(maxChars)
        .map(c -> isPlain(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return text.length() > maxChars ? shown.append('…').toString() : shown.toString();
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
