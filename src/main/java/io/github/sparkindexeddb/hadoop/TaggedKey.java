// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.value.Key;
import java.util.Base64;
import java.util.Optional;

/** Decodes primary keys from the tagged JSON that export workers write of every value. */
final class TaggedKey {
  private TaggedKey() {}

  /**
   * Returns the key that a value is.
   *
   * @throws IllegalArgumentException if the value is no key
   */
  static Key of(JsonSlice value) {
    if (value.isString()) {
      // Not as well-formed text: keys tell all halves of characters apart.
      return new Key.StringKey(value.exactText());
    }
    if (value.isArray()) {
      return new Key.ArrayKey(value.elements().stream().map(TaggedKey::of).toList());
    }
    if (!value.isObject() || value.tagged("$number").isPresent()) {
      return new Key.NumberKey(Numbers.real(value));
    }
    return value
        .tagged("$date")
        .<Key>map(millis -> new Key.DateKey(Numbers.integer(millis)))
        .or(() -> binary(value))
        .orElseThrow(() -> value.unexpected("a key"));
  }

  private static Optional<Key> binary(JsonSlice value) {
    return value
        .tagged("$binary")
        .map(base64 -> new Key.BinaryKey(Base64.getDecoder().decode(base64.text())));
  }
}
