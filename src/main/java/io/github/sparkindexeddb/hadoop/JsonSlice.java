// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.WellFormedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One value of JSON where it stands, in UTF-8 without white space, as {@code JSON.stringify} writes
 * it. It is parsed only as deep as it is read, since most fields of most records are not: what is
 * not read costs one pass over its bytes.
 *
 * @param from its first byte
 * @param to behind its last
 */
record JsonSlice(byte[] bytes, int from, int to) {
  private static final int NO_DATE_BYTES = "{'$date':null}".length();

  /** Returns the value that begins there. */
  static JsonSlice at(byte[] bytes, int from, int limit) {
    return new JsonSlice(bytes, from, end(bytes, from, limit));
  }

  /** Returns whether it is null, or a Date that is none, which is null to every engine. */
  boolean isNull() {
    return to - from == 4 && bytes[from] == 'n'
        || to - from == NO_DATE_BYTES && tagged("$date").filter(JsonSlice::isNull).isPresent();
  }

  boolean isString() {
    return bytes[from] == '"';
  }

  boolean isObject() {
    return bytes[from] == '{';
  }

  boolean isArray() {
    return bytes[from] == '[';
  }

  /** Returns the JSON as it stands. */
  String raw() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Returns what a string holds, with U+FFFD for each half of a character. */
  String text() {
    return hasEscape() ? WellFormedText.of(exactText()) : exactText();
  }

  /** Returns what a string holds, as the app wrote it. */
  String exactText() {
    if (!isString()) {
      throw unexpected("a string");
    }
    return hasEscape()
        ? Json.parse(Arrays.copyOfRange(bytes, from, to)).textValue()
        : new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  private boolean hasEscape() {
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\\') {
        return true;
      }
    }
    return false;
  }

  /** Returns the members in order, under their names as they stand: {@code $} marks tags. */
  Map<String, JsonSlice> members() {
    if (!isObject()) {
      throw unexpected("an object");
    }
    Map<String, JsonSlice> members = new LinkedHashMap<>();
    int at = from + 1;
    while (bytes[at] != '}') {
      JsonSlice name = at(bytes, at, to);
      require(name.to, ':');
      JsonSlice value = at(bytes, name.to + 1, to);
      members.put(name.text(), value);
      at = next(value.to, '}');
    }
    return members;
  }

  /** Returns the elements of an array. */
  List<JsonSlice> elements() {
    if (!isArray()) {
      throw unexpected("an array");
    }
    List<JsonSlice> elements = new ArrayList<>();
    int at = from + 1;
    while (bytes[at] != ']') {
      JsonSlice element = at(bytes, at, to);
      elements.add(element);
      at = next(element.to, ']');
    }
    return elements;
  }

  /** Returns what a tag such as {@code {"$date":0}} holds; empty for any other value. */
  Optional<JsonSlice> tagged(String tag) {
    int length = tag.length();
    boolean fits = to - from > length + 4 && isObject() && bytes[from + length + 2] == '"';
    for (int i = 0; fits && i < length; i++) {
      fits = bytes[from + 2 + i] == tag.charAt(i);
    }
    return fits ? Optional.of(at(bytes, from + length + 4, to)) : Optional.empty();
  }

  IllegalArgumentException unexpected(String wanted) {
    return malformed(from, wanted);
  }

  private int next(int at, char close) {
    if (bytes[at] == close) {
      return at;
    }
    require(at, ',');
    return at + 1;
  }

  private void require(int at, char wanted) {
    if (at >= to || bytes[at] != wanted) {
      throw malformed(at, "'" + wanted + "'");
    }
  }

  private static int end(byte[] bytes, int from, int limit) {
    int depth = 0;
    int at = from;
    do {
      if (at >= limit) {
        throw malformed(at, "a value");
      }
      switch (bytes[at]) {
        case '"' -> at = endOfString(bytes, at, limit);
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        case ',', ':' -> at++;
        default -> at = endOfWord(bytes, at, limit);
      }
    } while (depth > 0);
    if (depth < 0 || at == from + 1 && isPunctuation(bytes[from])) {
      throw malformed(from, "a value");
    }
    return at;
  }

  private static boolean isPunctuation(byte first) {
    return first == ',' || first == ':';
  }

  private static int endOfString(byte[] bytes, int from, int limit) {
    int at = from + 1;
    while (at < limit && bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    if (at >= limit) {
      throw malformed(at, "the end of a string");
    }
    return at + 1;
  }

  /** Returns the end of a number, true, false or null. */
  private static int endOfWord(byte[] bytes, int from, int limit) {
    int at = from;
    while (at < limit && isWord(bytes[at])) {
      at++;
    }
    if (at == from) {
      throw malformed(from, "a value");
    }
    return at;
  }

  private static boolean isWord(byte b) {
    return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '-' || b == '.' || b == '+';
  }

  private static IllegalArgumentException malformed(int at, String wanted) {
    return new IllegalArgumentException("byte " + at + " is not " + wanted);
  }
}
