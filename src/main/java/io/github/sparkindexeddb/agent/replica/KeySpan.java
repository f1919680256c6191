// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.Arrays;
import java.util.Optional;

/**
 * A run of encoded keys, from the first one that may be in it to the first that is behind it. No
 * encoded key begins another, so that the least key after one is that one and a zero byte.
 *
 * @param from the least key
 * @param to the least key that is behind; absent: nothing is
 */
public record KeySpan(byte[] from, Optional<byte[]> to) {
  /** Every key. */
  public static final KeySpan ALL = new KeySpan(new byte[0], Optional.empty());

  /** Returns the encoded keys of a range. */
  public static KeySpan of(KeyRange range) {
    byte[] from =
        range
            .lower()
            .map(KeyCodec::encode)
            .map(key -> range.lowerOpen() ? behind(key) : key)
            .orElse(ALL.from);
    Optional<byte[]> to =
        range.upper().map(KeyCodec::encode).map(key -> range.upperOpen() ? key : behind(key));
    return new KeySpan(from, to);
  }

  /**
   * Returns the keys of a block.
   *
   * @param after the last key of the block before it; absent: it is the first
   * @param upTo the last key of the block; absent: what follows the last block
   */
  public static KeySpan ofBlock(Optional<byte[]> after, Optional<byte[]> upTo) {
    return new KeySpan(after.map(KeySpan::behind).orElse(ALL.from), upTo.map(KeySpan::behind));
  }

  /** Returns the keys of this span that are behind a key. */
  public KeySpan after(byte[] key) {
    byte[] next = behind(key);
    return Arrays.compareUnsigned(next, from) > 0 ? new KeySpan(next, to) : this;
  }

  /** Returns whether the key is in the span. */
  public boolean contains(byte[] key) {
    return Arrays.compareUnsigned(from, key) <= 0
        && (to.isEmpty() || Arrays.compareUnsigned(key, to.get()) < 0);
  }

  private static byte[] behind(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
