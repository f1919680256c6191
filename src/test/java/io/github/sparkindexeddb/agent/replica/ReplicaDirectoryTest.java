// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.disk.LocalDisk;
import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaDirectoryTest {
  @TempDir private Path root;
  private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    directory = root.resolve("replicas");
    file = directory.resolve("replicas.db");
  }

  private ReplicaDatabase open() {
    return open(new LocalDisk());
  }

  private ReplicaDatabase open(Disk disk) {
    return ReplicaDatabase.open(disk, directory, InstantSource.system());
  }

  @Test
  void isOneAgentsAtATime() {
    try (ReplicaDatabase first = open()) {
      assertRefused(ErrorCode.REPLICAS_LOCKED, this::open).contains("Stop that one");
      assertThat(first.failure()).isEmpty();
    }
    open().close();
  }

  @Test
  void letsNobodyElseIn() throws IOException {
    try (Shop shop = new Shop(directory)) {
      ClientSession session = shop.writer().connect(Shop.ONE, "");
      shop.put(session, shop.writer().keep(session, Shop.ORDERS), 1, "{}");
      assertThat(mode(directory)).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.toList())
            .hasSizeGreaterThanOrEqualTo(4)
            .allSatisfy(each -> assertThat(mode(each)).isEqualTo("rw-------"));
      }
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void worksInADirectoryOfAnyName() {
    directory = root.resolve("a b?cache=shared&x=1#%41 ü");
    try (Shop shop = new Shop(directory)) {
      ClientSession session = shop.writer().connect(Shop.ONE, "");
      shop.put(session, shop.writer().keep(session, Shop.ORDERS), 1, "{}");
      assertThat(directory.resolve("replicas.db")).exists();
    }
  }

  @Test
  void refusesANewerFormatByName() throws SQLException {
    open().close();
    execute("PRAGMA user_version = 2");
    assertRefused(ErrorCode.REPLICA_FORMAT, this::open)
        .contains("its format is 2", "knows those up to 1");
  }

  @Test
  void refusesWhatIsNoReplicaDatabase() throws Exception {
    Files.createDirectory(directory);
    execute("CREATE TABLE other (a)");
    assertRefused(ErrorCode.REPLICA_DAMAGED, this::open).contains("of no replica database");
    Files.writeString(file, "a text, and a long one, so that it could be a header. ".repeat(100));
    assertRefused(ErrorCode.REPLICA_DAMAGED, this::open);
    Files.write(file, new byte[0]);
    assertRefused(ErrorCode.REPLICA_DAMAGED, this::open);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void refusesADatabaseOfWhichOnlyTheLogIsLeft() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("replicas.db-wal"), "left");
    assertRefused(ErrorCode.REPLICA_DAMAGED, this::open).contains("its log is not");
  }

  @Test
  void refusesLinks() throws IOException {
    Files.createDirectory(directory);
    Files.createSymbolicLink(file, Files.createFile(root.resolve("elsewhere")));
    assertRefused(ErrorCode.REPLICA_FAILED, this::open).contains("'replicas.db' in it is a link");
  }

  @Test
  void refusesADirectoryThatOthersMayWriteIn() throws IOException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(ErrorCode.REPLICA_FAILED, this::open).contains("others may write in it");
  }

  @Test
  void refusesADirectoryOnAnotherMachine() {
    for (String kind : List.of("nfs4", "CIFS", "fuse.sshfs")) {
      assertRefused(ErrorCode.REPLICA_FAILED, () -> open(new FakeDisk().on(kind)))
          .contains("it is on another machine, by '" + kind + "'");
    }
  }

  @Test
  void makesAnewWhatWasNotMadeWhole() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("replicas.db.new"), "half");
    open().close();
    assertThat(directory.resolve("replicas.db.new")).doesNotExist();
  }

  @Test
  void keepsNothingMoreWhenItsFilesAreGone() throws IOException {
    try (Shop shop = new Shop(directory)) {
      ClientSession session = shop.writer().connect(Shop.ONE, "");
      KeptStore orders = shop.writer().keep(session, Shop.ORDERS);
      shop.put(session, orders, 1, "{}");
      shop.writer().publish(session, "shop", true);
      Files.move(directory, root.resolve("away"));
      assertRefused(ErrorCode.REPLICA_FAILED, () -> shop.put(session, orders, 2, "{}"))
          .contains("its files are gone");
      assertRefused(ErrorCode.REPLICA_FAILED, () -> shop.put(session, orders, 3, "{}"));
      assertThat(shop.database().failure()).isPresent();
      assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
    }
  }
}
