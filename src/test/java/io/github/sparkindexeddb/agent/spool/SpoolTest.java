// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Seal TOTALS = new Seal(3, 5, 0, 0, Malformed.NONE);

  @TempDir private Path directory;

  private final FakeDisk disk = new FakeDisk();

  @Test
  void isOneAgentsAtATime() {
    try (Spool spool = open()) {
      assertFails(ErrorCode.SPOOL_FAILED, this::open)
          .hasMessageContaining("'" + directory + "': another agent uses it")
          .hasMessageContaining("'--spool'");
    }
    open().close();
  }

  @Test
  void isEmptiedAtStartAndEnd() throws IOException {
    Files.writeString(directory.resolve("17.split"), "of an earlier life");
    try (Spool spool = open()) {
      assertThat(directory).isDirectoryNotContaining("glob:**.split");
      filled(spool, "abc");
      assertThat(directory).isDirectoryContaining("glob:**.split");
    }
    assertThat(directory).isDirectoryNotContaining("glob:**.split");
  }

  @Test
  void refusesADirectoryWithOtherFiles() throws IOException {
    Files.writeString(directory.resolve("thesis.txt"), "years of work");
    assertFails(ErrorCode.SPOOL_FAILED, this::open).hasMessageContaining("thesis.txt");
    assertThat(directory.resolve("thesis.txt")).hasContent("years of work");
  }

  @Test
  void refusesAPathThatIsNoDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    SpoolOptions options = new SpoolOptions(Optional.of(file), 1 << 20);
    assertFails(ErrorCode.SPOOL_FAILED, () -> Spool.open(disk, options))
        .hasMessageContaining(file.toString());
  }

  @Test
  void letsOnlyTheOwnerIn() throws IOException {
    Path made = directory.resolve("a/b");
    SpoolOptions options = new SpoolOptions(Optional.of(made), 1 << 20);
    try (Spool spool = Spool.open(disk, options)) {
      filled(spool, "abc");
      assertThat(permissions(made)).isEqualTo("rwx------");
      assertThat(permissions(made.resolve("1.split"))).isEqualTo("rw-------");
      assertThat(permissions(made.resolve("agent.lock"))).isEqualTo("rw-------");
    }
  }

  @Test
  void deletesATemporaryDirectoryAtTheEnd() {
    Spool spool = Spool.open(disk, new SpoolOptions(Optional.empty(), 1 << 20));
    filled(spool, "abc");
    assertThat(spool.directory()).exists();
    spool.close();
    assertThat(spool.directory()).doesNotExist();
  }

  @Test
  void showsOnlyWhatIsCommitted() {
    try (Spool spool = open()) {
      SpoolFile file = filled(spool, "abc");
      file.append(bytes("def"));
      assertThat(file.committed()).isEqualTo(3);
      file.rollback().join();
      file.append(bytes("xyz"));
      file.commit().join();
      Seal seal = file.seal(new byte[] {'!'}, TOTALS).join();
      assertThat(directory.resolve("1.split")).hasContent("abcxyz!");
      assertThat(seal).isEqualTo(new Seal(3, 5, 7, crc("abcxyz!"), Malformed.NONE));
      assertThat(spool.used()).isEqualTo(7);
      file.delete();
      file.delete();
      assertThat(spool.used()).isZero();
      await().until(() -> Files.notExists(directory.resolve("1.split")));
    }
  }

  @Test
  void keepsTheChecksumOfWhatWasWrittenWhenItRollsBackWithoutReadingIt() throws IOException {
    try (Spool spool = open()) {
      SpoolFile file = filled(spool, "abc");
      Files.writeString(directory.resolve("1.split"), "aXc");
      file.append(bytes("defghi"));
      file.rollback().join();
      Seal seal = file.seal(bytes("de").array(), TOTALS).join();
      assertThat(seal.crc()).isEqualTo(crc("abcde"));
      assertThat(directory.resolve("1.split")).hasContent("aXcde");
    }
  }

  @Test
  void takesNothingAfterItsEnd() {
    try (Spool spool = open()) {
      SpoolFile file = filled(spool, "abc");
      file.delete();
      assertFails(ErrorCode.SCAN_LOST, () -> file.append(bytes("d")))
          .hasMessageContaining("released");
      assertThat(spool.used()).isZero();
    }
  }

  @Test
  void keepsWithinItsLimit() {
    try (Spool spool = open()) {
      SpoolFile file = spool.create("client one", error -> {});
      file.append(ByteBuffer.allocate(1 << 20));
      assertFails(ErrorCode.SPOOL_FULL, () -> file.append(bytes("x")))
          .hasMessageContaining("1048576 of at most 1048576 bytes")
          .hasMessageContaining("'--spool-limit'");
      assertThat(spool.used()).isEqualTo(1 << 20);
    }
  }

  @Test
  void saysThatTheDiskIsFull() {
    try (Spool spool = open()) {
      SpoolFile file = spool.create("client one", error -> {});
      disk.failWrites("No space left on device");
      file.append(bytes("x"));
      assertThat(file.commit())
          .failsWithin(10, TimeUnit.SECONDS)
          .withThrowableThat()
          .havingCause()
          .withMessageContaining("[SPOOL_FULL]")
          .withMessageContaining("the disk of '" + directory + "' is full");
      assertFails(ErrorCode.SPOOL_FULL, () -> file.append(bytes("y")));
    }
  }

  @Test
  void saysThatTheDiskFailed() {
    try (Spool spool = open()) {
      SpoolFile file = filled(spool, "abc");
      disk.failForce("Input/output error");
      file.seal(new byte[1], TOTALS).join();
      CompletableFuture<IndexedDbException> failure = new CompletableFuture<>();
      file.sync(failure::complete);
      IndexedDbException error = failure.orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(error.code()).isEqualTo(ErrorCode.SPOOL_FAILED);
      assertThat(error).hasMessageContaining("Input/output error");
    }
  }

  @Test
  void doesNotMissWhatWasDeletedBeforeItWasOnTheDevice() {
    try (Spool spool = open()) {
      SpoolFile file = filled(spool, "abc");
      file.seal(new byte[1], TOTALS).join();
      file.delete();
      CompletableFuture<IndexedDbException> failure = new CompletableFuture<>();
      file.sync(failure::complete);
      spool.close();
      assertThat(failure).isNotDone();
    }
  }

  @Test
  void leavesItToReadersToFindThatAFileIsGone() throws IOException {
    try (Spool spool = open()) {
      SpoolFile file = filled(spool, "abc");
      file.seal(new byte[1], TOTALS).join();
      try (Stream<Path> files = Files.list(directory)) {
        files.filter(each -> each.toString().endsWith(".split")).forEach(SpoolTest::deleteByHand);
      }
      CompletableFuture<IndexedDbException> failure = new CompletableFuture<>();
      file.sync(failure::complete);
      assertThatThrownBy(file::open).hasMessageContaining("[SPLIT_DAMAGED]");
      spool.close();
      assertThat(failure).isNotDone();
    }
  }

  private static void deleteByHand(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Spool open() {
    return Spool.open(disk, new SpoolOptions(Optional.of(directory), 1 << 20));
  }

  private static SpoolFile filled(Spool spool, String text) {
    SpoolFile file = spool.create("client one", error -> {});
    file.append(bytes(text));
    file.commit().join();
    return file;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static int crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(bytes(text));
    return (int) crc.getValue();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static AbstractThrowableAssert<?, ?> assertFails(
      ErrorCode code, ThrowingCallable action) {
    return assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            IndexedDbException.class, error -> assertThat(error.code()).isEqualTo(code));
  }
}
