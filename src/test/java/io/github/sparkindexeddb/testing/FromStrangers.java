// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The rule of everything that reads what strangers send, which the fuzz tests hold: it takes it, or
 * refuses it with a short and plain sentence of ours. Anything else that is thrown is a finding.
 */
public final class FromStrangers {
  private static final int MAX_MESSAGE_CHARS = 2000;
  private static final Path VECTORS = Path.of("src/test/resources/wire");

  /** What makes a line of a log or a terminal something else. */
  private static final Pattern NOT_PLAIN =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private FromStrangers() {}

  /** Returns what was read, or nothing if it was refused as it should be. */
  public static <T> Optional<T> read(Supplier<T> reader) {
    try {
      return Optional.of(reader.get());
    } catch (IndexedDbException e) {
      requireFit(e);
      return Optional.empty();
    }
  }

  /** Checks the error that a stranger, or whoever reads the log, is told. */
  public static void requireFit(IndexedDbException error) {
    assertThat(error.code()).isNotEqualTo(ErrorCode.AGENT_FAILED);
    String message = error.getMessage();
    assertThat(message.length()).as("length of a message").isLessThanOrEqualTo(MAX_MESSAGE_CHARS);
    assertThat(NOT_PLAIN.matcher(message).find()).as("is plain: " + message).isFalse();
  }

  /** Returns a file of examples that the tests of both languages read. */
  public static String vectors(String name) {
    try {
      return Files.readString(VECTORS.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the first byte picks. */
  public static <T> T picked(byte[] input, T[] choices) {
    return choices[Byte.toUnsignedInt(input[0]) % choices.length];
  }

  /** Returns what follows the byte that picks. */
  public static byte[] rest(byte[] input) {
    return Arrays.copyOfRange(input, 1, input.length);
  }
}
