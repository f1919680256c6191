// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import java.util.Arrays;
import java.util.List;

/**
 * IndexedDB's order of keys: numbers, dates, strings, binary, arrays. Strings are ordered by their
 * UTF-16 units. {@code values/keys.js} has the same.
 */
public final class KeyOrder {
  private KeyOrder() {}

  /** Returns a negative number, zero or a positive one, as comparators do. */
  public static int compare(Key one, Key other) {
    int types = Integer.compare(type(one), type(other));
    if (types != 0) {
      return types;
    }
    if (one instanceof Key.NumberKey number) {
      return Double.compare(number.value(), ((Key.NumberKey) other).value());
    }
    if (one instanceof Key.DateKey date) {
      return Long.compare(date.millis(), ((Key.DateKey) other).millis());
    }
    if (one instanceof Key.StringKey string) {
      return string.value().compareTo(((Key.StringKey) other).value());
    }
    if (one instanceof Key.BinaryKey binary) {
      return Arrays.compareUnsigned(binary.value(), ((Key.BinaryKey) other).value());
    }
    return compare(((Key.ArrayKey) one).elements(), ((Key.ArrayKey) other).elements());
  }

  private static int compare(List<Key> one, List<Key> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int elements = compare(one.get(i), other.get(i));
      if (elements != 0) {
        return elements;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  /** Returns the place of the key's type among the types, from 1. */
  public static int type(Key key) {
    if (key instanceof Key.NumberKey) {
      return 1;
    }
    if (key instanceof Key.DateKey) {
      return 2;
    }
    if (key instanceof Key.StringKey) {
      return 3;
    }
    return key instanceof Key.BinaryKey ? 4 : 5;
  }
}
