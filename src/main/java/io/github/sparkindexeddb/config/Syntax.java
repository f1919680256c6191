// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.value.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How the text of an option is read.
 *
 * @param allowed what may stand there, as the end of the sentence "Give …"
 * @param parser absent for a text that is not allowed; never throws
 */
record Syntax<T>(String allowed, Function<String, Optional<T>> parser) {
  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s]+");

  /** What an HTTP header can carry without quoting. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  static final Syntax<String> TEXT = text("any text but an empty one", text -> !text.isEmpty());

  /** What an address is, only the package that asks it knows. */
  static final Syntax<String> ADDRESSES =
      text("`http://` or `https://` addresses, separated by commas", text -> !text.isEmpty());

  /** IndexedDB takes every string for a name, the empty one too. */
  static final Syntax<String> NAME = text("the name as the app wrote it", text -> true);

  static final Syntax<String> PATH =
      text("`database/store`, split at the first `/`", text -> text.indexOf('/') > 0);

  static final Syntax<String> ORIGIN_NAME =
      text(
          "an origin without a slash at its end, as `https://app.example`",
          text -> ORIGIN.matcher(text).matches());

  static final Syntax<String> SECRET =
      text("visible ASCII characters without spaces", text -> TOKEN.matcher(text).matches());

  static final Syntax<Pushdown> PUSHDOWN =
      new Syntax<>("`true`, `false` or `repeat`", Pushdown::parse);

  static final Syntax<Long> COUNT =
      new Syntax<>("a whole number of 1 or more", text -> count(text, Long.MAX_VALUE));

  static final Syntax<Integer> SMALL_COUNT =
      new Syntax<>(
          "a whole number from 1 to 2147483647",
          text -> count(text, Integer.MAX_VALUE).map(Math::toIntExact));

  /** Absent inside: all records. */
  static final Syntax<OptionalLong> SAMPLE =
      new Syntax<>(
          "a whole number of 1 or more, or `all`",
          text ->
              text.equalsIgnoreCase("all")
                  ? Optional.of(OptionalLong.empty())
                  : count(text, Long.MAX_VALUE).map(OptionalLong::of));

  static final Syntax<Duration> TIME =
      new Syntax<>(
          "a whole number with its unit, `ms`, `s`, `m` or `h`, as `10s`", TimeText::parse);

  static final Syntax<Mode> MODE =
      new Syntax<>(
          "`FAILFAST`, `PERMISSIVE` or `DROPMALFORMED`",
          text ->
              Arrays.stream(Mode.values())
                  .filter(mode -> mode.name().equalsIgnoreCase(text))
                  .findFirst());

  private static Syntax<String> text(String allowed, Predicate<String> fits) {
    return new Syntax<>(allowed, text -> Optional.of(text).filter(fits));
  }

  private static Optional<Long> count(String text, long most) {
    return Optional.of(text)
        .filter(digits -> INTEGER.matcher(digits).matches())
        .map(Long::parseLong)
        .filter(count -> count >= 1 && count <= most);
  }
}
