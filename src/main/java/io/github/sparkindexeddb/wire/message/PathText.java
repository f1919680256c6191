// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Key.ArrayKey;
import io.github.sparkindexeddb.wire.value.Key.BinaryKey;
import io.github.sparkindexeddb.wire.value.Key.DateKey;
import io.github.sparkindexeddb.wire.value.Key.NumberKey;
import io.github.sparkindexeddb.wire.value.Key.StringKey;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a browser finds the records of a split, for people: {@code index 'byDay' from Date
 * 2024-01-01T00:00:00.000Z}. Browsers tell the path and leave the words to the agent.
 */
final class PathText {
  /** Most characters of a text key. */
  private static final int MAX_CHARACTERS = 40;

  private static final long LAST_DATE = 8_640_000_000_000_000L;
  private static final Key NO_BYTES = new BinaryKey(new byte[0]);

  /** Where the keys of a kind begin and end: nobody asked for that. */
  private static final List<Key> STARTS =
      List.of(
          new NumberKey(Double.NEGATIVE_INFINITY),
          new DateKey(-LAST_DATE),
          new StringKey(""),
          NO_BYTES);

  private static final List<Key> ENDS =
      List.of(
          new NumberKey(Double.POSITIVE_INFINITY),
          new DateKey(LAST_DATE),
          NO_BYTES,
          new ArrayKey(List.of()));

  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private PathText() {}

  /** Returns the words for a path as plans tell it. */
  static String of(JsonNode path) {
    JsonFields fields = JsonFields.of(path, "access path");
    if (fields.flag("counted")) {
      return "count and ends of key ranges";
    }
    OptionalLong intervals = fields.optionalInteger("intervals");
    if (intervals.isEmpty()) {
      return fields.flag("evaluated") ? "every record, predicate evaluated" : "every record";
    }
    String source = fields.optionalText("index").map("index '%s'"::formatted).orElse("primary key");
    String noun = fields.flag("arePoints") ? "keys" : "ranges";
    return source
        + " "
        + fields
            .present("only")
            .map(KeyRange::fromJson)
            .map(PathText::text)
            .orElseGet(() -> count(intervals.getAsLong(), noun));
  }

  private static String count(long intervals, String noun) {
    return intervals == 0 ? "nowhere" : "%d %s".formatted(intervals, noun);
  }

  private static String text(KeyRange range) {
    if (!range.lowerOpen() && !range.upperOpen() && range.lower().equals(range.upper())) {
      return range.lower().map(PathText::text).orElse("");
    }
    String words =
        Stream.of(
                bound(range.lower(), STARTS, range.lowerOpen() ? "above" : "from"),
                bound(range.upper(), ENDS, range.upperOpen() ? "below" : "to"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? "of one type" : words;
  }

  private static Optional<String> bound(Optional<Key> key, List<Key> ends, String word) {
    return key.filter(each -> !ends.contains(each)).map(each -> word + " " + text(each));
  }

  private static String text(Key key) {
    if (key instanceof NumberKey number) {
      return text(number.value());
    } else if (key instanceof StringKey string) {
      return "'" + shown(string.value()) + "'";
    } else if (key instanceof ArrayKey array) {
      return array.elements().stream()
          .map(PathText::text)
          .collect(Collectors.joining(", ", "[", "]"));
    } else if (key instanceof DateKey date) {
      return "Date " + MILLIS.format(Instant.ofEpochMilli(date.millis()));
    }
    return ((BinaryKey) key).value().length + " bytes";
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1L << 53
        ? String.valueOf((long) number)
        : NumberOutput.toString(number, true);
  }

  private static String shown(String text) {
    String quoted = TextNode.valueOf(text).toString();
    String escaped = quoted.substring(1, quoted.length() - 1);
    return escaped.length() <= MAX_CHARACTERS
        ? escaped
        : escaped.substring(0, MAX_CHARACTERS) + "…";
  }
}
