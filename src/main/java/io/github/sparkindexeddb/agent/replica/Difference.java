// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import java.util.List;

/**
 * What a worker found to be different in a span of a store, within one transaction of the browser.
 *
 * @param span what was read
 * @param changed the records that are new or other than before
 * @param gone the encoded keys of records that are not there any more
 * @param blocks how the span is cut from now on, in place of all blocks that end in it; those that
 *     end behind it stay as they are, as a fingerprint out of date costs a comparison and hides
 *     nothing
 */
public record Difference(
    KeySpan span, List<Changed> changed, List<byte[]> gone, List<Block> blocks) {
  public Difference {
    changed = List.copyOf(changed);
    gone = List.copyOf(gone);
    blocks = List.copyOf(blocks);
  }

  /**
   * A record as it is now.
   *
   * @param key encoded by {@link KeyCodec}
   * @param line the bytes that are kept
   */
  public record Changed(byte[] key, byte[] line) {}

  /**
   * A run of records in key order, from behind the block before it to its last key.
   *
   * @param upTo the last key, encoded
   * @param fingerprint what the worker knows the run by; no one else looks into it
   * @param records how many there were when the fingerprint was made
   */
  public record Block(byte[] upTo, byte[] fingerprint, long records) {}

  /**
   * What a difference changed of the draft. A difference that is applied twice changes nothing the
   * second time.
   *
   * @param changed records that are other than before, or new
   * @param gone records that were there and are not any more
   * @param records of the store in the draft
   */
  public record Applied(long changed, long gone, long records) {
    /** Returns whether nothing was different, whatever was said. */
    public boolean isNothing() {
      return changed == 0 && gone == 0;
    }
  }
}
