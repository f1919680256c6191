// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.CuttingProxy;
import io.github.sparkindexeddb.testing.CuttingProxy.Afterwards;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes get lost or change between the agent's disk and the reader: never a short answer. */
class CutConnectionIT {
  private static final List<List<Object>> ROWS =
      LongStream.range(0, 5).<List<Object>>mapToObj(id -> List.of(id, id * id)).toList();
  private static final Column SQUARE = Column.field("square", Type.Scalar.BIGINT);
  private static final OkHttpClient HTTP =
      new OkHttpClient.Builder().retryOnConnectionFailure(false).build();

  /** A reader waits a moment before it takes up again, so many can be tried at once. */
  private static final int AT_ONCE = 24;

  @TempDir Path folder;
  private FaultScenario faultScenario;

  @BeforeEach
  void begin() {
    BrowserDatabase squares =
        BrowserDatabase.named("squares")
            .store("squares", "{ keyPath: 'id' }")
            .records("Array.from({ length: 5 }, (_, id) => ({ id, square: id * id }))");
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT.withSpool(folder), squares);
  }

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void readsTheRightRowsWhereverTheWayIsCutOnce() {
    PlainScan squares = squares();
    assertThat(squares.rows()).isEqualTo(ROWS);
    long length = lengthOfTheAnswer(squares);
    assertThat(length).isGreaterThan(squares.progress().received().bytes());
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      LongStream.range(0, length)
          .mapToObj(at -> threads.submit(() -> assertSurvivesACut(squares, at)))
          .toList()
          .forEach(CutConnectionIT::await);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void neverEndsAnAnswerThatIsCut() throws IOException {
    PlainScan squares = squares();
    assertThat(squares.rows()).isEqualTo(ROWS);
    long length = lengthOfTheAnswer(squares);
    for (long at = 0; at < length; at++) {
      try (CuttingProxy proxy = CuttingProxy.to(faultScenario.url(), at, Afterwards.BROKEN)) {
        String path = Protocol.splitPath(squares.address().scan(), 0);
        assertThat(isWhole(proxy.url() + path)).as("cut at %d", at).isFalse();
      }
    }
  }

  @Test
  void refusesASplitFileWithAnyChangedByte() throws IOException {
    long length = squares().body().length;
    for (long at = 0; at < length; at += 5) {
      long position = at;
      assertDamaged(file -> change(file, position));
    }
  }

  @Test
  void refusesASplitFileOfAnyOtherLength() throws IOException {
    long length = squares().body().length;
    for (long left : new long[] {0, 1, length / 2, length - 9, length - 8, length - 1}) {
      assertDamaged(file -> truncate(file, left));
    }
    assertDamaged(file -> append(file));
    assertDamaged(file -> delete(file));
  }

  private PlainScan squares() {
    return faultScenario.scan("squares", "squares", Pages.ID, SQUARE);
  }

  /** Reads a split, harms its file, and reads it again. */
  private void assertDamaged(Consumer<Path> harm) throws IOException {
    List<Path> before = files();
    PlainScan squares = squares();
    assertThat(squares.rows()).isEqualTo(ROWS);
    List<Path> added = files().stream().filter(file -> !before.contains(file)).toList();
    assertThat(added).hasSize(1);
    harm.accept(added.get(0));
    IndexedDbException error = Refusal.of(squares::rows);
    assertThat(error.code()).isEqualTo(ErrorCode.SPLIT_DAMAGED);
    assertThat(error.sentence()).contains("Check the disk").contains("run the query again");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void assertSurvivesACut(PlainScan squares, long at) {
    try (CuttingProxy proxy = CuttingProxy.to(faultScenario.url(), at, Afterwards.WHOLE)) {
      assertThat(squares.through(proxy.url()).rows()).as("cut at %d", at).isEqualTo(ROWS);
      assertThat(proxy.isCut()).as("cut at %d", at).isTrue();
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** The bytes of a whole answer, head and trailers included. */
  private long lengthOfTheAnswer(PlainScan scan) {
    try (CuttingProxy proxy =
        CuttingProxy.to(faultScenario.url(), Long.MAX_VALUE, Afterwards.WHOLE)) {
      assertThat(scan.through(proxy.url()).rows()).isEqualTo(ROWS);
      return proxy.answered();
    }
  }

  /** Whether a plain HTTP client would take the answer for a whole one. */
  private static boolean isWhole(String url) {
    Request request = new Request.Builder().url(url).header("Connection", "close").build();
    try (Response response = HTTP.newCall(request).execute()) {
      response.body().bytes();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void change(Path file, long position) {
    at(
        file,
        channel -> {
          ByteBuffer one = ByteBuffer.allocate(1);
          channel.read(one, position);
          channel.write(one.put(0, (byte) ~one.get(0)).flip(), position);
        });
  }

  private static void truncate(Path file, long length) {
    at(file, channel -> channel.truncate(length));
  }

  private static void append(Path file) {
    at(file, channel -> channel.write(ByteBuffer.allocate(8), channel.size()));
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Harm {
    void to(FileChannel channel) throws IOException;
  }

  private static void at(Path file, Harm harm) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      harm.to(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
