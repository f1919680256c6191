// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

/**
 * Text without lone surrogates, as UTF-8 and so Arrow can hold it; JavaScript's {@code
 * toWellFormed}.
 */
public final class WellFormedText {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormedText() {}

  /** Returns the text with U+FFFD for each surrogate without its twin. */
  public static String of(String text) {
    StringBuilder wellFormed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .forEach(wellFormed::appendCodePoint);
    return wellFormed.toString();
  }
}
