// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.value.Key;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Decodes a primary key from the tagged JSON that export workers write of every value. What a
 * browser sends may be no key that a browser has: it is read in one pass, and no deeper and no
 * longer than keys are.
 *
 * <p>Confined to one call.
 */
final class TaggedKey {
  /** As deep as the agent's parser of JSON takes keys, of which it has to read some. */
  static final int MAX_DEPTH = 500;

  /** As long as the messages that carry keys to the agent. */
  static final int MAX_BYTES = 8 << 20;

  private static final int MAX_ELEMENTS = 1_000_000;

  private final byte[] bytes;
  private final int to;
  private int at;
  private int elements;

  private TaggedKey(JsonSlice value) {
    this.bytes = value.bytes();
    this.at = value.from();
    this.to = value.to();
  }

  /**
   * Returns the key that a value is.
   *
   * @throws IllegalArgumentException if the value is no key
   */
  static Key of(JsonSlice value) {
    if (value.to() - value.from() > MAX_BYTES) {
      throw new IllegalArgumentException("a key has more than " + MAX_BYTES + " bytes");
    }
    return new TaggedKey(value).next(0);
  }

  private Key next(int depth) {
    if (at < to && bytes[at] == '[') {
      return array(depth + 1);
    }
    JsonSlice value = JsonSlice.at(bytes, at, to);
    at = value.to();
    return scalar(value);
  }

  private Key array(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("a key is nested more than " + MAX_DEPTH + " levels deep");
    }
    List<Key> list = new ArrayList<>();
    for (at++; peek() != ']'; at += peek() == ',' ? 1 : 0) {
      if (++elements > MAX_ELEMENTS || !list.isEmpty() && bytes[at - 1] != ',') {
        throw new IllegalArgumentException("byte " + at + " is not the next part of a key");
      }
      list.add(next(depth));
    }
    at++;
    return new Key.ArrayKey(list);
  }

  private byte peek() {
    if (at >= to) {
      throw new IllegalArgumentException("byte " + at + " is not the end of a key");
    }
    return bytes[at];
  }

  private static Key scalar(JsonSlice value) {
    if (value.isString()) {
      // Not as well-formed text: keys tell all halves of characters apart.
      return new Key.StringKey(value.exactText());
    }
    if (!value.isObject() || value.tagged("$number").isPresent()) {
      return number(value);
    }
    return value
        .tagged("$date")
        .<Key>map(millis -> new Key.DateKey(Numbers.integer(millis)))
        .or(() -> binary(value))
        .orElseThrow(() -> value.unexpected("a key"));
  }

  private static Key number(JsonSlice value) {
    double number = Numbers.real(value);
    if (Double.isNaN(number)) {
      throw value.unexpected("a key");
    }
    return new Key.NumberKey(number);
  }

  private static Optional<Key> binary(JsonSlice value) {
    return value
        .tagged("$binary")
        .map(base64 -> new Key.BinaryKey(Base64.getDecoder().decode(base64.text())));
  }
}
