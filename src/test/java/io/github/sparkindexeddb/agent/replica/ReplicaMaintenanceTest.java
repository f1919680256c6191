// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten, copied and given back, and what is not. */
class ReplicaMaintenanceTest {
  @TempDir private Path root;
  private Shop shop;
  private ClientSession session;
  private KeptStore orders;

  @BeforeEach
  void open() {
    shop = new Shop(root.resolve("replicas"));
    session = shop.writer().connect(Shop.ONE, "Firefox 140");
    orders = shop.writer().keep(session, Shop.ORDERS);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private long publish() {
    return shop.writer().publish(session, "shop", true).version().number();
  }

  @Test
  void trimsNoVersionThatIsHeld() {
    shop.put(session, orders, 1, "{}");
    publish();
    shop.put(session, orders, 1, "{\"a\":1}");
    publish();
    shop.pass(Duration.ofDays(1));
    try (ReplicaReader.Hold hold = shop.reader().hold(1)) {
      assertThat(hold.version().number()).isEqualTo(1);
      assertThat(shop.database().maintenance().trim(shop.now())).isEqualTo(1);
      assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
    }
    assertThat(shop.database().maintenance().trim(shop.now())).isEqualTo(2);
    assertThat(shop.database().maintenance().check().past()).isZero();
  }

  @Test
  void refusesToReadOnWhatWasErasedMeanwhile() {
    shop.put(session, orders, 1, "{}");
    publish();
    PublishedStore store = shop.reader().stores(1).get(0);
    shop.writer().erase("one");
    assertRefused(
        ErrorCode.CLIENT_NOT_FOUND,
        () -> shop.reader().records(store, KeySpan.ALL, 10, Long.MAX_VALUE));
  }

  @Test
  void erasesAClientOfEachOriginAndEndsItsSession() {
    ClientName elsewhere = new ClientName("one", "https://other.example");
    ClientSession second = shop.writer().connect(elsewhere, "");
    shop.put(second, shop.writer().keep(second, Shop.ORDERS), 1, "{}");
    shop.put(session, orders, 1, "{}");
    shop.put(session, orders, 2, "{}");
    publish();
    shop.put(session, orders, 2, "{\"a\":1}");
    List<Erasure> receipts = shop.writer().erase("one");
    assertThat(receipts)
        .containsExactly(
            new Erasure(elsewhere, shop.reader().version(1), 1, 1, 0),
            new Erasure(Shop.ONE, shop.reader().version(2), 1, 2, 1));
    assertThat(shop.reader().stores(1)).isEmpty();
    assertRefused(ErrorCode.CLIENT_NOT_FOUND, () -> shop.put(session, orders, 1, "{}"));
    assertThat(shop.writer().erase("one")).isEmpty();
    assertThat(shop.reader().clients()).isEmpty();
    ClientSession back = shop.writer().connect(Shop.ONE, "");
    shop.put(back, shop.writer().keep(back, Shop.ORDERS), 1, "{}");
    shop.writer().publish(back, "shop", true);
    assertThat(shop.read(3, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
    assertThat(shop.reader().stores(2)).isEmpty();
  }

  @Test
  void erasesAStoreAndNoOther() {
    KeptStore customers = shop.writer().keep(session, Shop.rules("customers"));
    shop.put(session, customers, 1, "{}");
    shop.put(session, orders, 1, "{}");
    publish();
    assertThat(shop.writer().erase(Shop.ONE, "shop", "customers")).isPresent();
    assertThat(shop.reader().stores(2))
        .extracting(each -> each.store().rules().store())
        .containsExactly("orders");
    shop.put(session, orders, 2, "{}");
    assertThat(publish()).isEqualTo(3);
    assertThat(shop.writer().erase(Shop.ONE, "shop", "customers")).isEmpty();
  }

  @Test
  void erasesWhatIsKeptForLongerThanItMay() {
    publish();
    shop.pass(Duration.ofDays(30));
    assertThat(shop.database().maintenance().expire(shop.now())).isEmpty();
    shop.writer().seen(session);
    shop.pass(Duration.ofDays(30));
    assertThat(shop.database().maintenance().expire(shop.now())).isEmpty();
    shop.pass(Duration.ofMillis(1));
    assertThat(shop.database().maintenance().expire(shop.now())).hasSize(1);
    assertThat(shop.reader().stores(2)).isEmpty();
    assertThat(shop.reader().clients()).isEmpty();
  }

  @Test
  void copiesItselfIntoADatabaseOfTheOwnersAlone() throws Exception {
    shop.put(session, orders, 1, "{}");
    publish();
    Path copies = Files.createDirectory(root.resolve("copy"));
    Path copy = copies.resolve("replicas.db");
    shop.database().maintenance().backup(copy);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertRefused(ErrorCode.REPLICA_FAILED, () -> shop.database().maintenance().backup(copy));
    try (Shop restored = new Shop(copies)) {
      assertThat(restored.database().epoch()).isEqualTo(shop.database().epoch());
      assertThat(restored.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
      restored.database().maintenance().check();
    }
  }

  @Test
  void isReadAgainFromABackup() throws IOException {
    shop.put(session, orders, 1, "{}");
    publish();
    Path copy = root.resolve("copy.db");
    shop.database().maintenance().backup(copy);
    shop.close();
    Path file = root.resolve("replicas").resolve("replicas.db");
    Files.write(file, new byte[] {1}, StandardOpenOption.TRUNCATE_EXISTING);
    assertRefused(ErrorCode.REPLICA_DAMAGED, () -> new Shop(root.resolve("replicas")))
        .contains("put a backup in its place");
    Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
    shop = new Shop(root.resolve("replicas"));
    assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
  }

  @Test
  void givesFreeSpaceBack() {
    String line = "{\"a\":\"" + "x".repeat(5_000) + "\"}";
    for (int i = 0; i < 100; i++) {
      shop.put(session, orders, i, line);
    }
    publish();
    long before = shop.database().bytes();
    shop.writer().erase("one");
    assertThat(shop.database().bytes()).isLessThan(before / 3);
    assertThat(shop.database().maintenance().isCompactionDue()).isFalse();
    shop.database().maintenance().check();
  }
}
