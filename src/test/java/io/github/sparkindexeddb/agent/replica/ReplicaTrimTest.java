// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever holds no version reads it as it was, or is told that it is gone. */
class ReplicaTrimTest {
  private static final int VERSIONS = 400;
  private static final int KEYS = 20;

  @TempDir private Path root;
  private final AtomicLong newest = new AtomicLong();
  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(root.resolve("replicas"));
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void tellsOfAVersionThatIsTrimmedWhileItIsRead() {
    publish();
    CompletableFuture<Void> reading =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(this::readUntilTheLast),
            CompletableFuture.runAsync(this::readUntilTheLast));
    while (newest.get() < VERSIONS && !reading.isDone()) {
      publish();
      shop.database().maintenance().trim(shop.now());
    }
    reading.join();
    shop.database().maintenance().check();
  }

  private void publish() {
    ClientSession session = shop.writer().connect(Shop.ONE, "browser");
    KeptStore orders = shop.writer().keep(session, Shop.ORDERS);
    shop.writer().apply(session, orders, Shop.difference(records(newest.get() + 1), List.of()));
    shop.pass(Duration.ofSeconds(1));
    shop.writer().publish(session, "shop", true);
    newest.incrementAndGet();
  }

  private static Map<Integer, String> records(long version) {
    Map<Integer, String> records = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      records.put(key, "{\"version\":" + version + "}");
    }
    return records;
  }

  private void readUntilTheLast() {
    for (long version = newest.get(); version < VERSIONS; version = newest.get()) {
      try {
        assertThat(shop.read(version, Shop.ONE, "orders")).isEqualTo(records(version));
      } catch (IndexedDbException e) {
        assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.VERSION_NOT_FOUND);
      }
    }
  }
}
