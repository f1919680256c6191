// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import io.github.sparkindexeddb.wire.value.Key;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keys as text, exactly as the export worker writes them. */
public final class KeyText {
  private KeyText() {}

  /** Returns the key as tagged JSON in UTF-8, as a value of a record is. */
  public static byte[] tagged(Key key) {
    return taggedText(key).getBytes(StandardCharsets.UTF_8);
  }

  private static String taggedText(Key key) {
    if (key instanceof Key.NumberKey number) {
      double value = number.value();
      return Double.isInfinite(value)
          ? "{\"$number\":\"%s\"}".formatted(infinite(value))
          : Numbers.javaScript(value);
    }
    if (key instanceof Key.DateKey date) {
      return "{\"$date\":%d}".formatted(date.millis());
    }
    if (key instanceof Key.BinaryKey binary) {
      return "{\"$binary\":\"%s\"}".formatted(base64(binary));
    }
    return key instanceof Key.StringKey string
        ? Strings.quoted(string.value())
        : list(((Key.ArrayKey) key).elements(), KeyText::taggedText);
  }

  /** Returns the key as messages have it, with one member that names its type. */
  public static String json(Key key) {
    if (key instanceof Key.NumberKey number) {
      double value = number.value();
      String text =
          Double.isInfinite(value) ? '"' + infinite(value) + '"' : Numbers.javaScript(value);
      return "{\"number\":%s}".formatted(text);
    }
    if (key instanceof Key.DateKey date) {
      return "{\"date\":%d}".formatted(date.millis());
    }
    if (key instanceof Key.BinaryKey binary) {
      return "{\"binary\":\"%s\"}".formatted(base64(binary));
    }
    return key instanceof Key.StringKey string
        ? "{\"string\":%s}".formatted(Strings.quoted(string.value()))
        : "{\"array\":%s}".formatted(list(((Key.ArrayKey) key).elements(), KeyText::json));
  }

  private static String infinite(double value) {
    return value > 0 ? "Infinity" : "-Infinity";
  }

  private static String base64(Key.BinaryKey binary) {
    return Base64.getEncoder().encodeToString(binary.value());
  }

  private static String list(List<Key> keys, Function<Key, String> text) {
    return keys.stream().map(text).collect(Collectors.joining(",", "[", "]"));
  }
}
