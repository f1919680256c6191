// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.agent.scan.ArrowSchema;
import io.github.sparkindexeddb.testing.ArrowBatch;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Compares bodies with what behaving pages have: every record of a client once, in its place and as
 * it is. Each client has the keys of a million of its own, so a row tells whose it is. Thread-safe.
 */
final class RowCheck {
  static final long KEYS = 1_000_000;

  private static final int DIGITS = 19;
  private static final int NOBODY = -1;

  private final List<FakeStore> stores;
  private final Map<Sent, byte[]> encoded = new ConcurrentHashMap<>();

  /** A whole body, of all clients that were read. */
  record Body(Format format, List<Column> columns, byte[] bytes) {
    /** Returns what comes before the first row. */
    byte[] head() {
      return switch (format) {
        case ARROW -> ArrowSchema.message(columns);
        case NDJSON -> new byte[0];
        case CSV ->
            (columns.stream().map(Column::name).collect(Collectors.joining(",")) + "\n")
                .getBytes(StandardCharsets.UTF_8);
      };
    }
  }

  /**
   * What a body came to.
   *
   * @param rows that are right
   */
  record Finding(long rows, long wrong, long missing) {
    boolean isRight() {
      return wrong == 0 && missing == 0;
    }
  }

  private record Sent(int client, Format format, List<Column> columns) {}

  /**
   * @param stores of the clients 0, 1, 2…
   */
  RowCheck(List<FakeStore> stores) {
    this.stores = List.copyOf(stores);
  }

  /** Returns the store of a client. */
  static FakeStore store(int client, long records, int recordBytes) {
    return new FakeStore("shop", "orders", records, recordBytes, client * KEYS);
  }

  /**
   * Looks at every byte of a body.
   *
   * @param expected clients that must be in it; others may be
   */
  Finding check(Body body, Set<Integer> expected) {
    byte[] bytes = body.bytes();
    byte[] head = body.head();
    byte[] tail = body.format().tail();
    int end = bytes.length - tail.length;
    Set<Integer> seen = new HashSet<>();
    boolean isFramed =
        end >= head.length && isAt(bytes, 0, head) && isAt(bytes, end, tail) && end >= 0;
    int at = head.length;
    while (isFramed && at < end) {
      int client = clientAt(body, at, end);
      byte[] sent = client == NOBODY ? new byte[0] : sent(client, body);
      if (sent.length == 0 || !seen.add(client) || !isAt(bytes, at, sent)) {
        break;
      }
      at += sent.length;
    }
    return new Finding(
        records(seen), isFramed && at == end ? 0 : 1, records(without(expected, seen)));
  }

  private static Set<Integer> without(Set<Integer> clients, Set<Integer> others) {
    Set<Integer> rest = new HashSet<>(clients);
    rest.removeAll(others);
    return rest;
  }

  private static boolean isAt(byte[] bytes, int at, byte[] part) {
    return at + part.length <= bytes.length
        && Arrays.equals(bytes, at, at + part.length, part, 0, part.length);
  }

  private long records(Set<Integer> clients) {
    return clients.stream().mapToLong(client -> stores.get(client).records()).sum();
  }

  private byte[] sent(int client, Body body) {
    FakeStore store = stores.get(client);
    return encoded.computeIfAbsent(
        new Sent(client, body.format(), body.columns()),
        any -> store.encoded(0, store.records(), body.format(), body.columns()));
  }

  /** Returns whose the row is that begins there, as it says by itself. */
  private int clientAt(Body body, int at, int end) {
    long number =
        switch (body.format()) {
          case ARROW -> longAt(body.bytes(), at + ArrowBatch.MIN_BYTES, end);
          case CSV -> digitsAt(body.bytes(), at, end);
          case NDJSON ->
              digitsAt(
                  body.bytes(),
                  at + "{\"\":\"".length() + body.columns().get(0).name().length(),
                  end);
        };
    long client = Math.floorDiv(number, KEYS);
    return client >= 0 && client < stores.size() ? (int) client : NOBODY;
  }

  private static long longAt(byte[] bytes, int at, int end) {
    return at + Long.BYTES > end ? NOBODY : ByteBuffer.wrap(bytes).getLong(at);
  }

  private static long digitsAt(byte[] bytes, int at, int end) {
    if (at + DIGITS > end) {
      return NOBODY;
    }
    String text = new String(bytes, at, DIGITS, StandardCharsets.ISO_8859_1);
    return text.chars().allMatch(digit -> digit >= '0' && digit <= '9')
        ? Long.parseLong(text)
        : NOBODY;
  }
}
