// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import java.util.Optional;

/** What has no form within a value, as the line says in its place. */
public final class Unreadables {
  private static final String OF_CLASS = "it holds an object of class ";
  private static final String OF_LIST = "it holds a list of ";
  private static final String PLACES = " places";
  private static final String OF_FILE = "it holds a file that ";

  private Unreadables() {}

  /** Returns why the value has no form; empty if it has one. That a file is lost counts least. */
  public static Optional<String> reason(RecordTape tape, int value) {
    Optional<String> lost = Optional.empty();
    if (!tape.hasUnreadable()) {
      return lost;
    }
    int end = tape.next(value);
    for (int token = value; token < end; token++) {
      if (tape.kind(token) == Token.UNREADABLE) {
        String why = why(tape, token);
        if (!why.startsWith(OF_FILE)) {
          return Optional.of(why);
        }
        lost = lost.or(() -> Optional.of(why));
      }
    }
    return lost;
  }

  /** Returns why the value has no form, lost files left aside. */
  public static Optional<String> reasonBesideFiles(RecordTape tape, int value) {
    return reason(tape, value).filter(why -> !why.startsWith(OF_FILE));
  }

  /** Returns what a value without a form says. */
  public static String why(RecordTape tape, int unreadable) {
    return Strings.exact(tape, tape.tagged(unreadable));
  }

  /** Returns the class that is unknown, if it is for that. */
  public static Optional<String> unknownClass(String why) {
    return why.startsWith(OF_CLASS)
        ? Optional.of(why.substring(OF_CLASS.length()))
        : Optional.empty();
  }

  /** Returns how many places the list has, if it is for that. */
  public static Optional<String> places(String why) {
    return why.startsWith(OF_LIST) && why.endsWith(PLACES)
        ? Optional.of(why.substring(OF_LIST.length(), why.length() - PLACES.length()))
        : Optional.empty();
  }

  /** Returns what is the matter with a file, if it is for that. */
  public static Optional<String> lostFile(String why) {
    return why.startsWith(OF_FILE)
        ? Optional.of("the file " + why.substring(OF_FILE.length()))
        : Optional.empty();
  }
}
