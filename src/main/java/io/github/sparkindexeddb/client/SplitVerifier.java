// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Malformed;
import io.github.sparkindexeddb.wire.Protocol;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import okhttp3.Headers;

/**
 * What has been seen of a split's body, to be compared with what was sealed. Confined to one
 * thread.
 */
final class SplitVerifier {
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

  void saw(byte[] source, int offset, int length) {
    crc.update(source, offset, length);
    bytes += length;
    int kept = Math.max(0, last.length - length);
    System.arraycopy(last, last.length - kept, last, 0, kept);
    int fresh = last.length - kept;
    System.arraycopy(source, offset + length - fresh, last, kept, fresh);
  }

  /** Why this is not the whole split, if it is not; the rest of a sentence. */
  Optional<String> flaw(Headers trailers) {
    if (bytes < tail.length || !Arrays.equals(tail, last)) {
      return Optional.of("its body ends without the mark of its end");
    }
    return differs(trailers, Protocol.BYTES_TRAILER, String.valueOf(bytes))
        .or(() -> differs(trailers, Protocol.CRC_TRAILER, "%08x".formatted(crc.getValue())))
        .or(() -> unreadable(trailers));
  }

  private static Optional<String> differs(Headers trailers, String name, String seen) {
    String sealed = trailers.get(name);
    if (sealed == null) {
      return Optional.of("its body ends without the trailer " + name);
    }
    return sealed.toLowerCase(Locale.ROOT).equals(seen)
        ? Optional.empty()
        : Optional.of(name + " was sealed as '" + sealed + "', but is '" + seen + "'");
  }

  private static Optional<String> unreadable(Headers trailers) {
    try {
      receipt(trailers, 0);
      return Optional.empty();
    } catch (IndexedDbException | NumberFormatException e) {
      return Optional.of("its trailers are unreadable");
    }
  }

  /** What was sealed, of trailers without a {@link #flaw}. */
  SplitTrailers receipt(Headers trailers) {
    return receipt(trailers, bytes);
  }

  private static SplitTrailers receipt(Headers trailers, long bytes) {
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
