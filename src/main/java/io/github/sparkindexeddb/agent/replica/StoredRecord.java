// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * One record of a replica.
 *
 * @param key encoded by {@link KeyCodec}
 * @param digest the first 16 bytes of SHA-256 over the line
 * @param line the record as tagged JSON in UTF-8, byte for byte as the worker sent it
 */
public record StoredRecord(byte[] key, byte[] digest, byte[] line) {
  private static final int DIGEST_BYTES = 16;

  /** Returns the record of such a line. */
  public static StoredRecord of(byte[] key, byte[] line) {
    return new StoredRecord(key, digestOf(line), line);
  }

  /** Returns the digest of a line. */
  public static byte[] digestOf(byte[] line) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(line), DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
