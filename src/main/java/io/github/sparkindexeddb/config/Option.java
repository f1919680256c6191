// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.Optional;

/**
 * One option of a read, declared once: from here it is parsed, checked and documented.
 *
 * @param <T> what its text means
 */
public final class Option<T> {
  private final String key;
  private final OptionParser<T> optionParser;
  private final Optional<String> fallback;
  private final Note note;

  Option(String key, OptionParser<T> optionParser, Optional<String> fallback, Note note) {
    this.key = key;
    this.optionParser = optionParser;
    this.fallback = fallback;
    this.note = note;
  }

  /**
   * What the reference page says of an option.
   *
   * @param meaning one or two sentences
   * @param since the first version that has it
   */
  record Note(String meaning, String since, Visibility visibility) {}

  /** Whether a value may stand in messages, plans and logs. */
  enum Visibility {
    SHOWN,
    SECRET
  }

  /** As the documents spell it; any case is taken. */
  public String key() {
    return key;
  }

  /** What holds when the option is not given, as its text. */
  public Optional<String> fallback() {
    return fallback;
  }

  /** What may be given, in Markdown. */
  public String allowed() {
    return optionParser.allowed();
  }

  public String meaning() {
    return note.meaning;
  }

  public String since() {
    return note.since;
  }

  public boolean secret() {
    return note.visibility == Visibility.SECRET;
  }

  /**
   * @throws IndexedDbException {@code OPTION_INVALID} naming the key, what is allowed and, unless
   *     it is secret, the value
   */
  public T parse(String text) {
    return optionParser
        .parser()
        .apply(text)
        .orElseThrow(
            () ->
                invalid(
                    text, "that is not " + allowed().replace('`', '\''), "Correct or omit it."));
  }

  /**
   * The error about a value that breaks a rule beyond its syntax.
   *
   * @param why the broken rule, as the rest of "Cannot …: "
   * @param remedy a sentence
   */
  public IndexedDbException invalid(String text, String why, String remedy) {
    String value = secret() ? "the given value" : "'" + text + "'";
    return IndexedDbException.of(
            ErrorCode.OPTION_INVALID,
            "Cannot use %s as option '%s': %s. %s",
            value,
            key,
            why,
            remedy)
        .with("option", key);
  }
}
