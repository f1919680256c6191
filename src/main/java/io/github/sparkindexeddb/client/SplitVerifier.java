// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import okhttp3.Headers;

/** Compares a split's body, as it is read, with what the agent sealed. Confined to one thread. */
final class SplitVerifier {
  private static final String TRAILER_PREFIX = "split-";

  private final CRC32C crc = new CRC32C();
  private final byte[] tail;

  /** The last bytes seen, as many as the format's tail has. */
  private final byte[] last;

  private long bytes;

  SplitVerifier(Format format) {
    this.tail = format.tail();
    this.last = new byte[tail.length];
  }

  long bytes() {
    return bytes;
  }

  void update(byte[] source, int offset, int length) {
    crc.update(source, offset, length);
    bytes += length;
    int kept = Math.max(0, last.length - length);
    System.arraycopy(last, last.length - kept, last, 0, kept);
    int fresh = last.length - kept;
    System.arraycopy(source, offset + length - fresh, last, kept, fresh);
  }

  /**
   * Returns whether the body ends as a whole one does, but without a word of what was sealed:
   * something on the way may have dropped it.
   */
  boolean isUnproven(Headers trailers) {
    return hasTail() && trailers.names().stream().noneMatch(SplitVerifier::isOfSplit);
  }

  private static boolean isOfSplit(String trailer) {
    return trailer.toLowerCase(Locale.ROOT).startsWith(TRAILER_PREFIX);
  }

  private boolean hasTail() {
    return bytes >= tail.length && Arrays.equals(tail, last);
  }

  /** Returns what the agent says of a sealed split in the form in which trailers say it. */
  static Headers trailers(ScanProgress.Sealed seal) {
    return Headers.of(
        Protocol.ROWS_TRAILER,
        String.valueOf(seal.rows()),
        Protocol.EXAMINED_TRAILER,
        String.valueOf(seal.examined()),
        Protocol.BYTES_TRAILER,
        String.valueOf(seal.bytes()),
        Protocol.CRC_TRAILER,
        seal.crc(),
        Protocol.MALFORMED_TRAILER,
        Json.write(seal.malformed().json()));
  }

  /** Returns why this is not the whole split, as the rest of a sentence, or empty if it is. */
  Optional<String> mismatch(Headers trailers) {
    if (!hasTail()) {
      return Optional.of("its body ends without the mark of its end");
    }
    return differs(trailers, Protocol.BYTES_TRAILER, String.valueOf(bytes))
        .or(() -> differs(trailers, Protocol.CRC_TRAILER, "%08x".formatted(crc.getValue())))
        .or(() -> unreadableTrailers(trailers));
  }

  private static Optional<String> differs(Headers trailers, String name, String computed) {
    String sealed = trailers.get(name);
    if (sealed == null) {
      return Optional.of("its body ends without the trailer " + name);
    }
    return sealed.toLowerCase(Locale.ROOT).equals(computed)
        ? Optional.empty()
        : Optional.of("%s was sealed as '%s', but is '%s'".formatted(name, sealed, computed));
  }

  private static Optional<String> unreadableTrailers(Headers trailers) {
    try {
      parse(trailers, 0);
      return Optional.empty();
    } catch (IndexedDbException | NumberFormatException e) {
      return Optional.of("its trailers are unreadable");
    }
  }

  /** Returns what was sealed; to be called if there is no {@link #mismatch}. */
  SplitTrailers parse(Headers trailers) {
    return parse(trailers, bytes);
  }

  private static SplitTrailers parse(Headers trailers, long bytes) {
    String malformed = trailers.get(Protocol.MALFORMED_TRAILER);
    return new SplitTrailers(
        number(trailers, Protocol.ROWS_TRAILER),
        number(trailers, Protocol.EXAMINED_TRAILER),
        bytes,
        malformed == null ? Malformed.NONE : Malformed.fromJson(Json.parse(malformed)));
  }

  private static long number(Headers trailers, String name) {
    return Long.parseUnsignedLong(String.valueOf(trailers.get(name)));
  }
}
