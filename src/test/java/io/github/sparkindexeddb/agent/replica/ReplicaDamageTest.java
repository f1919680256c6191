// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database with a wrong byte is refused by name, or read as if it were right: never else. */
class ReplicaDamageTest {
  private static final int STRIDE = 100;

  @TempDir private Path root;
  private Path directory;
  private Path file;
  private Map<Long, Map<Integer, String>> versions;

  @BeforeEach
  void fill() {
    directory = root.resolve("replicas");
    file = directory.resolve("replicas.db");
    try (Shop shop = new Shop(directory)) {
      ClientSession session = shop.writer().connect(Shop.ONE, "browser");
      KeptStore orders = shop.writer().keep(session, Shop.ORDERS);
      for (int i = 0; i < 30; i++) {
        shop.put(session, orders, i, "{\"text\":\"" + "line ".repeat(i) + "\"}");
      }
      shop.writer().publish(session, "shop", true);
      shop.put(session, orders, 3, "{}");
      shop.delete(session, orders, 4);
      shop.put(session, orders, 99, "{\"text\":\"" + "long ".repeat(4_000) + "\"}");
      shop.writer().publish(session, "shop", true);
      versions = read(shop);
      assertThat(versions).hasSize(2);
    }
  }

  private static Map<Long, Map<Integer, String>> read(Shop shop) {
    Map<Long, Map<Integer, String>> versions = new TreeMap<>();
    for (long version = 1; version <= shop.reader().newest().number(); version++) {
      assertThat(shop.reader().stores(version)).hasSize(1);
      PublishedStore store = shop.reader().stores(version).get(0);
      assertThat(store.store().client()).isEqualTo(Shop.ONE);
      assertThat(store.store().rules()).isEqualTo(Shop.ORDERS);
      assertThat(store.settled()).isTrue();
      Map<Integer, String> records = shop.read(version, Shop.ONE, "orders");
      assertThat(store.records()).isEqualTo(records.size());
      versions.put(version, records);
    }
    return versions;
  }

  @Test
  void isRefusedOrRightWhicheverByteIsWrong() throws IOException {
    byte[] right = Files.readAllBytes(file);
    Random random = new Random(3);
    int refused = 0;
    for (int at = random.nextInt(STRIDE); at < right.length; at += 1 + random.nextInt(STRIDE * 2)) {
      byte[] wrong = right.clone();
      wrong[at] ^= (byte) (at < 100 ? 1 + random.nextInt(255) : 1 << random.nextInt(8));
      refused += isRefused(wrong, "byte " + at + " is " + wrong[at]) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void isRefusedOrRightWhereverItIsCut() throws IOException {
    byte[] right = Files.readAllBytes(file);
    int read = 0;
    for (int length = 0; length < right.length; length += 4_093) {
      String what = "%d of %d bytes".formatted(length, right.length);
      read += isRefused(Arrays.copyOf(right, length), what) ? 0 : 1;
    }
    assertThat(read).as("cut where nothing is").isLessThanOrEqualTo(2);
  }

  private boolean isRefused(byte[] bytes, String what) throws IOException {
    for (String log : List.of("-wal", "-shm")) {
      Files.deleteIfExists(directory.resolve("replicas.db" + log));
    }
    Files.write(file, bytes);
    try (Shop shop = new Shop(directory)) {
      assertThat(read(shop)).as(what).isEqualTo(versions);
      return false;
    } catch (RuntimeException e) {
      assertThat(Refusal.ours(e).code())
          .as(what)
          .isIn(ErrorCode.REPLICA_DAMAGED, ErrorCode.REPLICA_FORMAT, ErrorCode.REPLICA_FAILED);
      return true;
    }
  }
}
