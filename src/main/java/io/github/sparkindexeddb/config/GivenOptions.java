// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The texts that were given for options: each known, allowed and given once. Immutable; equal to
 * another of the same texts.
 *
 * @param byKey by the keys as documented
 */
record GivenOptions(Map<String, String> byKey) {
  GivenOptions {
    byKey = Map.copyOf(byKey);
  }

  /**
   * Checks texts for the options of a read from Spark.
   *
   * @param given by keys of any case
   * @throws IndexedDbException {@code OPTION_UNKNOWN} or {@code OPTION_INVALID}
   */
  static GivenOptions parse(Map<String, String> given) {
    return parse(given, Options.ALL);
  }

  /**
   * Checks texts for options.
   *
   * @param given by keys of any case
   * @param options all that there are
   * @throws IndexedDbException {@code OPTION_UNKNOWN} or {@code OPTION_INVALID}
   */
  static GivenOptions parse(Map<String, String> given, List<Option<?>> options) {
    Map<String, String> texts = new TreeMap<>();
    given.forEach((key, text) -> put(texts, known(key, options), text));
    return new GivenOptions(texts);
  }

  /**
   * Returns the option of a key.
   *
   * @param key in any case
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, naming the nearest
   */
  static Option<?> known(String key, List<Option<?>> options) {
    return options.stream()
        .filter(option -> option.key().equalsIgnoreCase(key))
        .findFirst()
        .orElseThrow(() -> unknown(key, options));
  }

  private static void put(Map<String, String> texts, Option<?> option, String text) {
    option.parse(text);
    String before = texts.put(option.key(), text);
    if (before != null && !before.equals(text)) {
      throw option.invalid(text, "it is given twice with different values", "Give it once.");
    }
  }

  private static IndexedDbException unknown(String key, List<Option<?>> options) {
    List<String> keys = options.stream().map(Option::key).toList();
    Suggestion suggestion = Suggestion.of(key, keys);
    return IndexedDbException.of(
            ErrorCode.OPTION_UNKNOWN,
            "Cannot use option '%s': there is none of that name. %s",
            PlainText.of(key),
            suggestion.sentence("Use one of", String.join(", ", keys)))
        .with(Json.object().put("option", key).put("nearest", suggestion.nearest().orElse(null)));
  }

  /** Returns these and others, which win. */
  GivenOptions and(Map<String, String> others) {
    Map<String, String> texts = new TreeMap<>(byKey);
    texts.putAll(others);
    return new GivenOptions(texts);
  }

  Optional<String> text(Option<?> option) {
    return Optional.ofNullable(byKey.get(option.key()));
  }

  /** Returns the value that was given, or the default. */
  <T> Optional<T> value(Option<T> option) {
    return text(option).or(option::fallback).map(option::parse);
  }

  /** Returns the value of an option that is required or has a default. */
  <T> T present(Option<T> option) {
    return value(option).orElseThrow();
  }

  /**
   * Checks that an option was given.
   *
   * @param what it says, as the rest of "Say …"
   * @param example where it is given
   * @throws IndexedDbException {@code OPTION_MISSING} if it was not given
   */
  void require(Option<?> option, String what, String example) {
    if (text(option).isEmpty()) {
      throw IndexedDbException.of(
              ErrorCode.OPTION_MISSING,
              "Cannot read: option '%s' is missing. Say %s, as in %s.",
              option.key(),
              what,
              example)
          .with("option", option.key());
    }
  }

  /** Returns the texts without the token. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>(byKey);
    shown.replace(Options.TOKEN.key(), "(redacted)");
    return shown.toString();
  }
}
