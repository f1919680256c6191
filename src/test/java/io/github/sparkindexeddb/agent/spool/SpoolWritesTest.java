// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolWritesTest {
  private static final Seal TOTALS = new Seal(1, 1, 0, 0, Malformed.NONE);

  @TempDir private Path directory;

  private Path root;

  private final FakeDisk disk = new FakeDisk();

  @BeforeEach
  void createRoot() throws IOException {
    root = Files.createDirectory(directory.resolve("spool"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void carriesOnAWriteThatIsShort(int divisor) throws IOException {
    disk.shortenWrites(bytes -> divisor == 1 ? 1 : (bytes + 1) / divisor);
    byte[] body = bytes(100_000);
    try (Spool spool = open()) {
      SpoolFile file = spool.create("client one", error -> {});
      file.append(ByteBuffer.wrap(body, 0, 60_000));
      file.commit().join();
      file.append(ByteBuffer.wrap(body, 0, 10_000));
      file.rollback().join();
      file.append(ByteBuffer.wrap(body, 60_000, 30_000));
      file.commit().join();
      Seal seal = file.seal(tail(body, 90_000), TOTALS).join();
      assertThat(Files.readAllBytes(root.resolve("1.split"))).isEqualTo(body);
      assertThat(seal).isEqualTo(new Seal(1, 1, body.length, crc(body), Malformed.NONE));
    }
  }

  @Test
  void writesAllInOrderWhenTheDiskWakesUp() throws IOException {
    byte[] body = bytes(3 << 20);
    try (Spool spool = open();
        FakeDisk.Hold hold = disk.holdWrites("1.split")) {
      SpoolFile file = spool.create("client one", error -> {});
      for (int from = 0; from < body.length; from += 1 << 16) {
        file.append(ByteBuffer.wrap(body, from, 1 << 16));
      }
      CompletableFuture<Void> room = file.room();
      CompletableFuture<Void> commit = file.commit();
      await().until(hold::isReached);
      assertThat(room).isNotDone();
      assertThat(commit).isNotDone();
      assertThat(file.committed()).isZero();
      hold.close();
      commit.join();
      assertThat(room).isDone();
      assertThat(file.committed()).isEqualTo(body.length);
      assertThat(Files.readAllBytes(root.resolve("1.split"))).isEqualTo(body);
    }
  }

  @Test
  void writesOtherFilesWhileSomeHang() {
    try (Spool spool = open();
        FakeDisk.Hold one = disk.holdWrites("1.split");
        FakeDisk.Hold two = disk.holdWrites("2.split")) {
      CompletableFuture<Void> hanging = written(spool);
      CompletableFuture<Void> alsoHanging = written(spool);
      await().until(() -> one.isReached() && two.isReached());
      assertThat(written(spool)).succeedsWithin(10, TimeUnit.SECONDS);
      assertThat(hanging).isNotDone();
      assertThat(alsoHanging).isNotDone();
    }
  }

  @Test
  void createsNoFileThroughALink() throws IOException {
    Path target = directory.resolve("target");
    try (Spool spool = open()) {
      Files.createSymbolicLink(root.resolve("1.split"), target);
      assertFails(written(spool));
      assertThat(target).doesNotExist();
    }
  }

  @Test
  void writesThroughNoLink() throws IOException {
    Path target = Files.writeString(directory.resolve("precious"), "years of work");
    try (Spool spool = open()) {
      SpoolFile file = spool.create("client one", error -> {});
      file.append(ByteBuffer.wrap(bytes(100)));
      file.commit().join();
      Path split = root.resolve("1.split");
      Files.delete(split);
      Files.createSymbolicLink(split, target);
      assertThatThrownBy(file::open).hasMessageContaining("[SPLIT_DAMAGED]");
      file.append(ByteBuffer.wrap(bytes(100)));
      assertFails(file.commit());
      file.delete();
      await().until(() -> !Files.exists(split, LinkOption.NOFOLLOW_LINKS));
    }
    assertThat(target).hasContent("years of work");
  }

  @Test
  void emptiesNothingThroughALink() throws IOException {
    Path target = Files.writeString(directory.resolve("kept"), "years of work");
    Path split = Files.createSymbolicLink(root.resolve("7.split"), target);
    open().close();
    assertThat(Files.exists(split, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(target).hasContent("years of work");
  }

  private static void assertFails(CompletableFuture<Void> write) {
    assertThat(write)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .withMessageContaining("[SPOOL_FAILED]");
  }

  private static CompletableFuture<Void> written(Spool spool) {
    SpoolFile file = spool.create("client one", error -> {});
    file.append(ByteBuffer.wrap(bytes(100)));
    return file.commit();
  }

  private Spool open() {
    return Spool.open(disk, new SpoolOptions(Optional.of(root), 16 << 20));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 256);
    }
    return bytes;
  }

  private static byte[] tail(byte[] body, int from) {
    return Arrays.copyOfRange(body, from, body.length);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
