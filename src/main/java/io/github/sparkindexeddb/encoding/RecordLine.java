// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.line.InvalidLineException;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The line of a record: its tagged JSON in UTF-8, as {@code values/tagged-json.js} writes it. */
public final class RecordLine {
  /** How many bytes a digest has. */
  public static final int DIGEST_BYTES = 16;

  private RecordLine() {}

  /** Returns why it is no line, as the rest of a sentence; empty if it is one. */
  public static Optional<String> problem(byte[] line) {
    try {
      new RecordTape().read(line);
      return Optional.empty();
    } catch (InvalidLineException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Returns what tells the record apart: the first bytes of its SHA-256. */
  public static byte[] digest(byte[] line) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(line);
      return Arrays.copyOf(digest, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns a digest as columns show it. */
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
