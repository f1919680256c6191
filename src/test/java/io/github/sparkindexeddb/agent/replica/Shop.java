// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.disk.LocalDisk;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A replica database of a test, with clients of a shop whose orders are counted. */
final class Shop implements AutoCloseable {
  static final ClientName ONE = new ClientName("one", "https://shop.example");
  static final ClientName TWO = new ClientName("two", "https://shop.example");
  static final StoreRules ORDERS = rules("orders");

  private final Path directory;
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-12-01T00:00:00Z"));
  private ReplicaDatabase database;

  Shop(Path directory) {
    this.directory = directory;
    this.database = opened();
  }

  private ReplicaDatabase opened() {
    return ReplicaDatabase.open(new LocalDisk(), directory, time::get);
  }

  static StoreRules rules(String store) {
    return new StoreRules(
        "shop", store, new KeyPath(List.of("id"), false), false, Duration.ofDays(30));
  }

  void reopen() {
    database.close();
    database = opened();
  }

  ReplicaDatabase database() {
    return database;
  }

  ReplicaWriter writer() {
    return database.writer();
  }

  ReplicaReader reader() {
    return database.reader();
  }

  Instant now() {
    return time.get();
  }

  void pass(Duration duration) {
    time.updateAndGet(now -> now.plus(duration));
  }

  Difference.Applied put(ClientSession session, KeptStore store, int key, String line) {
    return writer().apply(session, store, difference(Map.of(key, line), List.of()));
  }

  Difference.Applied delete(ClientSession session, KeptStore store, Integer... keys) {
    return writer().apply(session, store, difference(Map.of(), List.of(keys)));
  }

  static Difference difference(Map<Integer, String> changed, List<Integer> gone) {
    return new Difference(
        KeySpan.ALL,
        changed.entrySet().stream()
            .map(each -> new Difference.Changed(key(each.getKey()), bytes(each.getValue())))
            .toList(),
        gone.stream().map(Shop::key).toList(),
        List.of());
  }

  static byte[] key(int number) {
    return KeyCodec.encode(new Key.NumberKey(number));
  }

  static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /** The records of a store in a version, by key, read in pages of a few. */
  Map<Integer, String> read(long version, ClientName client, String store) {
    return reader().stores(version, "shop", store).stream()
        .filter(each -> each.store().client().equals(client))
        .findFirst()
        .map(each -> read(each, KeySpan.ALL, 3))
        .orElse(Map.of());
  }

  Map<Integer, String> read(PublishedStore store, KeySpan span, int pageSize) {
    Map<Integer, String> records = new LinkedHashMap<>();
    Optional<KeySpan> rest = Optional.of(span);
    while (rest.isPresent()) {
      RecordPage page = reader().records(store, rest.get(), pageSize, Long.MAX_VALUE);
      page.records().forEach(record -> records.put(number(record), line(record)));
      rest = page.rest();
    }
    return records;
  }

  private static int number(StoredRecord record) {
    return (int) ((Key.NumberKey) KeyCodec.decode(record.key())).value();
  }

  private static String line(StoredRecord record) {
    if (!Arrays.equals(record.digest(), StoredRecord.digestOf(record.line()))) {
      throw new AssertionError("the digest is not of the line");
    }
    return new String(record.line(), StandardCharsets.UTF_8);
  }

  /** The numbers of the keys of a store's draft. */
  List<Integer> draft(KeptStore store) {
    List<Integer> numbers = new ArrayList<>();
    for (DraftReader.Known known : database.drafts().known(store, KeySpan.ALL)) {
      numbers.add((int) ((Key.NumberKey) KeyCodec.decode(known.key())).value());
    }
    return numbers;
  }

  @Override
  public void close() {
    database.close();
  }
}
