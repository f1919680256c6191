// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.PlainText;
import java.util.Optional;

/**
 * One option of a read, declared once: from here it is parsed, checked and documented.
 *
 * @param <T> type of its value
 */
public final class Option<T> {
  private final String key;
  private final OptionParser<T> parser;
  private final Optional<String> fallback;
  private final Note note;

  Option(String key, OptionParser<T> parser, Optional<String> fallback, Note note) {
    this.key = key;
    this.parser = parser;
    this.fallback = fallback;
    this.note = note;
  }

  /**
   * The part of an option that its reference page shows.
   *
   * @param meaning one or two sentences
   * @param since the first version that has it
   */
  record Note(String meaning, String since, Visibility visibility) {}

  /** The visibility of a value in messages, plans and logs. */
  enum Visibility {
    SHOWN,
    SECRET
  }

  /** Returns the key as the documents spell it; any case is accepted. */
  public String key() {
    return key;
  }

  /** Returns the text that holds when the option is not given. */
  public Optional<String> fallback() {
    return fallback;
  }

  /** Returns the texts that are allowed, in Markdown. */
  String allowed() {
    return parser.allowed();
  }

  String meaning() {
    return note.meaning;
  }

  String since() {
    return note.since;
  }

  /** Returns whether its value may stand in no message, plan or log. */
  boolean isSecret() {
    return note.visibility == Visibility.SECRET;
  }

  /**
   * Parses a value.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} naming the key, what is allowed and, unless
   *     it is secret, the value
   */
  public T parse(String text) {
    return parser
        .parser()
        .apply(text)
        .orElseThrow(
            () ->
                invalid(
                    text, "that is not " + allowed().replace('`', '\''), "Correct or omit it."));
  }

  /**
   * Returns the error about a value that breaks a rule beyond its syntax.
   *
   * @param why the broken rule, as the rest of "Cannot …: "; it may quote what was given
   * @param remedy a sentence
   */
  public IndexedDbException invalid(String text, String why, String remedy) {
    String value = isSecret() ? "the given value" : "'" + PlainText.of(text) + "'";
    return IndexedDbException.of(
            ErrorCode.OPTION_INVALID,
            "Cannot use %s as option '%s': %s. %s",
            value,
            key,
            PlainText.sentence(why),
            PlainText.sentence(remedy))
        .with("option", key);
  }
}
