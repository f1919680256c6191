// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was erased is in no byte of the directory. */
class ReplicaErasureTest {
  private static final String CANARY = "canary-7f3a";
  private static final int ROUNDS = 60;
  private static final int KEYS = 300;

  @TempDir private Path root;
  private final Random random = new Random(5);
  private Path directory;
  private Shop shop;
  private ClientSession victim;
  private ClientSession other;

  @BeforeEach
  void fill() throws IOException {
    directory = root.resolve("replicas");
    shop = new Shop(directory);
    victim = shop.writer().connect(Shop.ONE, "browser");
    other = shop.writer().connect(Shop.TWO, "browser");
    for (int i = 0; i < ROUNDS; i++) {
      round(victim, CANARY);
      round(other, "song");
    }
    assertThat(files()).anySatisfy(file -> assertThat(text(file)).contains(CANARY));
  }

  /** Lines of all sizes, so that pages are split, merged, freed and used again. */
  private void round(ClientSession session, String word) {
    KeptStore orders = shop.writer().keep(session, Shop.ORDERS);
    Map<Integer, String> changed = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      int length = 1 + random.nextInt(1 << random.nextInt(11));
      changed.put(random.nextInt(KEYS), "{\"a\":\"" + word.repeat(length) + "\"}");
    }
    List<Integer> gone = random.ints(15, 0, KEYS).boxed().distinct().toList();
    shop.writer().apply(session, orders, Shop.difference(changed, gone));
    if (random.nextInt(3) == 0) {
      shop.writer().publish(session, "shop", true);
    }
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void leavesNothingOfAClient() throws IOException {
    shop.writer().erase("one");
    assertNothingIsLeft();
  }

  @Test
  void leavesNothingOfAStore() throws IOException {
    shop.writer().erase(Shop.ONE, "shop", "orders");
    assertNothingIsLeft();
  }

  @Test
  void leavesNothingOfWhatIsKeptForTooLong() throws IOException {
    shop.pass(Duration.ofDays(31));
    shop.writer().seen(other);
    assertThat(shop.database().maintenance().expire(shop.now())).hasSize(1);
    assertNothingIsLeft();
  }

  @Test
  void leavesNothingOfWhatIsKeptForTooLongBesideWhatIsKeptForEver() throws IOException {
    Duration forEver = Duration.ofMillis(Long.MAX_VALUE);
    StoreRules orders = Shop.ORDERS;
    shop.writer()
        .keep(
            other,
            new StoreRules(
                orders.database(),
                orders.store(),
                orders.keyPath(),
                orders.autoIncrement(),
                forEver));
    shop.pass(Duration.ofDays(31));
    assertThat(shop.database().maintenance().expire(shop.now()))
        .extracting(Erasure::client)
        .containsExactly(Shop.ONE);
    assertNothingIsLeft();
  }

  @Test
  void leavesNothingAfterHistoryWasTrimmedBefore() throws IOException {
    shop.pass(Duration.ofDays(1));
    shop.database().maintenance().trim(shop.now());
    shop.database().maintenance().compact();
    round(victim, CANARY);
    shop.writer().erase("one");
    assertNothingIsLeft();
  }

  /** A log that somebody reads cannot be emptied at once. */
  @Test
  void leavesNothingInTheLogOfAnAgentThatWasKilled() throws IOException, SQLException {
    Path killed = Files.createDirectory(root.resolve("killed"));
    try (Connection reader =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("replicas.db"));
        Statement statement = reader.createStatement()) {
      statement.execute("BEGIN");
      assertThat(statement.executeQuery("SELECT COUNT(*) FROM record").next()).isTrue();
      shop.writer().erase("one");
      for (String file : List.of("replicas.db", "replicas.db-wal")) {
        Files.copy(directory.resolve(file), killed.resolve(file));
      }
    }
    shop.close();
    directory = killed;
    assertThat(files()).anySatisfy(file -> assertThat(text(file)).contains(CANARY));
    shop = new Shop(directory);
    shop.writer().connect(Shop.TWO, "browser");
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    for (Path file : files()) {
      assertThat(text(file)).as(file.toString()).doesNotContain(CANARY.substring(1, 8));
    }
    assertThat(files()).anySatisfy(file -> assertThat(text(file)).contains("song"));
    assertThat(shop.reader().newest().number()).isPositive();
    shop.database().maintenance().check();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** SQLite's own locks of a file end when this process closes it: there is but one thread here. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
