// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolFaultsTest {
  private static final Seal TOTALS = new Seal(1, 1, 0, 0, Malformed.NONE);
  private static final int FEWEST_OPERATIONS = 10;

  @TempDir private Path root;

  private final List<IndexedDbException> errors = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @CsvSource({"No space left on device,SPOOL_FULL", "Input/output error,SPOOL_FAILED"})
  void failsOneSplitAndNothingElseWhicheverOperationFails(String failure, ErrorCode code)
      throws IOException {
    int n = 1;
    while (failsAt(n, failure, code)) {
      n++;
    }
    assertThat(n).isGreaterThan(FEWEST_OPERATIONS);
  }

  /** Returns whether there was such an operation. */
  private boolean failsAt(int n, String failure, ErrorCode code) throws IOException {
    errors.clear();
    Path directory = root.resolve(failure.replace('/', '-') + n);
    FakeDisk disk = new FakeDisk();
    try (Spool spool = Spool.open(disk, new SpoolOptions(Optional.of(directory), 1 << 20))) {
      SpoolFile other = spool.create("client two", errors::add);
      other.append(bytes("other"));
      other.commit().join();
      disk.failAt(n, failure);
      readAndWrite(spool);
      boolean failed = disk.stopFailing();
      assertThat(errors)
          .as("operation %s", n)
          .allSatisfy(error -> assertThat(error.code()).isIn(code, ErrorCode.SPLIT_DAMAGED));
      Seal seal = other.seal(bytes("!").array(), TOTALS).join();
      assertThat(read(other, seal.bytes())).isEqualTo("other!");
      assertThat(disk.open()).as("open after operation %s", n).isZero();
      return failed;
    } finally {
      assertThat(disk.open()).isZero();
      try (Stream<Path> left = Files.list(directory)) {
        assertThat(left.map(path -> path.getFileName().toString())).containsOnly("agent.lock");
      }
    }
  }

  private void readAndWrite(Spool spool) {
    SpoolFile file = spool.create("client one", errors::add);
    CountDownLatch deleted = new CountDownLatch(1);
    try {
      file.append(bytes("abc"));
      file.commit().join();
      file.append(ByteBuffer.allocate(BufferPool.BUFFER_BYTES + 1));
      file.rollback().join();
      file.append(bytes("def"));
      file.commit().join();
      Seal seal = file.seal(bytes("!").array(), TOTALS).join();
      file.sync(errors::add);
      assertThat(read(file, seal.bytes())).isEqualTo("abcdef!");
    } catch (CompletionException e) {
      errors.add(AgentErrors.of(e));
    } catch (IndexedDbException e) {
      errors.add(e);
    } catch (IOException e) {
      errors.add(file.unreadable(e));
    }
    file.delete();
    file.runLast(deleted::countDown);
    await().until(() -> deleted.getCount() == 0);
  }

  @Test
  void deletesAFileWhoseWriteHangsWithoutWaitingForIt() {
    FakeDisk disk = new FakeDisk();
    try (Spool spool = Spool.open(disk, new SpoolOptions(Optional.of(root), 1 << 20));
        FakeDisk.Hold hold = disk.holdWrites("1.split")) {
      SpoolFile hanging = spool.create("client one", errors::add);
      hanging.append(bytes("abc"));
      CompletableFuture<Void> commit = hanging.commit();
      await().until(hold::isReached);
      CompletableFuture.runAsync(hanging::delete).orTimeout(5, TimeUnit.SECONDS).join();
      assertThat(spool.used()).isZero();
      assertThat(commit).isNotDone();
      hold.close();
      await().until(() -> Files.notExists(root.resolve("1.split")));
      assertThat(commit).isCompletedExceptionally();
    }
  }

  @Test
  void hasNoFileOpenBetweenBatches() {
    FakeDisk disk = new FakeDisk();
    try (Spool spool = Spool.open(disk, new SpoolOptions(Optional.of(root), 1 << 20))) {
      for (int i = 0; i < 100; i++) {
        SpoolFile file = spool.create("client one", errors::add);
        file.append(bytes("abc"));
        file.commit().join();
      }
      assertThat(disk.open()).isZero();
    }
  }

  @Test
  void joinsChecksumsAsOne() {
    for (int cut : new int[] {0, 1, 7, 4096, 99_999, 100_000}) {
      byte[] all = new byte[100_000];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) (i * 31 + i / 256);
      }
      int joined =
          JoinedChecksum.of(
              crc(ByteBuffer.wrap(all, 0, cut)),
              crc(ByteBuffer.wrap(all, cut, all.length - cut)),
              all.length - cut);
      assertThat(joined).isEqualTo(crc(ByteBuffer.wrap(all)));
    }
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static String read(SpoolFile file, long size) throws IOException {
    try (Disk.Content content = file.open()) {
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && content.read(buffer, buffer.position()) >= 0) {
        assertThat(content.size()).isEqualTo(size);
      }
      return new String(buffer.array(), StandardCharsets.US_ASCII);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
