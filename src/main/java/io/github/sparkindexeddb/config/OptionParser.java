// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.value.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Parses the text of an option.
 *
 * @param allowed what may stand there, as the end of the sentence "Give …"
 * @param parser absent for a text that is not allowed; never throws
 */
record OptionParser<T>(String allowed, Function<String, Optional<T>> parser) {
  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s]+");

  /** The characters that an HTTP header can carry without quoting. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  static final OptionParser<String> TEXT =
      text("any text but an empty one", text -> !text.isEmpty());

  /** An address is checked by the package that calls it. */
  static final OptionParser<String> ADDRESSES =
      text("`http://` or `https://` addresses, separated by commas", text -> !text.isEmpty());

  /** IndexedDB takes every string for a name, the empty one too. */
  static final OptionParser<String> NAME = text("the name as the app wrote it", text -> true);

  static final OptionParser<String> PATH =
      text("`database/store`, split at the first `/`", text -> text.indexOf('/') > 0);

  static final OptionParser<String> ORIGIN_NAME =
      text(
          "an origin without a slash at its end, as `https://app.example`",
          text -> ORIGIN.matcher(text).matches());

  static final OptionParser<List<String>> IDS =
      new OptionParser<>("ids, separated by commas", OptionParser::ids);

  static final OptionParser<String> SECRET =
      text("visible ASCII characters without spaces", text -> TOKEN.matcher(text).matches());

  static final OptionParser<Pushdown> PUSHDOWN =
      new OptionParser<>("`true`, `false` or `repeat`", Pushdown::parse);

  static final OptionParser<Long> COUNT =
      new OptionParser<>("a whole number of 1 or more", text -> count(text, Long.MAX_VALUE));

  static final OptionParser<Integer> SMALL_COUNT =
      new OptionParser<>(
          "a whole number from 1 to 2147483647",
          text -> count(text, Integer.MAX_VALUE).map(Math::toIntExact));

  /** An absent number stands for all records. */
  static final OptionParser<OptionalLong> SAMPLE =
      new OptionParser<>(
          "a whole number of 1 or more, or `all`",
          text ->
              text.equalsIgnoreCase("all")
                  ? Optional.of(OptionalLong.empty())
                  : count(text, Long.MAX_VALUE).map(OptionalLong::of));

  static final OptionParser<Duration> TIME =
      new OptionParser<>(
          "a whole number with its unit, `ms`, `s`, `m` or `h`, as `10s`", DurationText::parse);

  static final OptionParser<Mode> MODE =
      new OptionParser<>(
          "`FAILFAST`, `PERMISSIVE` or `DROPMALFORMED`",
          text ->
              Arrays.stream(Mode.values())
                  .filter(mode -> mode.name().equalsIgnoreCase(text))
                  .findFirst());

  private static Optional<List<String>> ids(String text) {
    List<String> ids = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return Optional.of(ids).filter(all -> all.stream().noneMatch(String::isEmpty));
  }

  private static OptionParser<String> text(String allowed, Predicate<String> fits) {
    return new OptionParser<>(allowed, text -> Optional.of(text).filter(fits));
  }

  private static Optional<Long> count(String text, long most) {
    return Optional.of(text)
        .filter(digits -> INTEGER.matcher(digits).matches())
        .map(Long::parseLong)
        .filter(count -> count >= 1 && count <= most);
  }
}
