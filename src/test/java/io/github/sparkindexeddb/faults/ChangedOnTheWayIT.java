// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.client.ShortTimeouts;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.FaultyProxy;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.WireFault;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bit of an answer changes between agent and reader: the reader has the right bytes or none. */
class ChangedOnTheWayIT {
  private static final BrowserDatabase SQUARES =
      BrowserDatabase.named("squares")
          .store("squares", "{ keyPath: 'id' }")
          .records("Array.from({ length: 5 }, (_, id) => ({ id, square: id * id }))");

  /** A reader waits a moment before it takes up again, so many are tried at once. */
  private static final int AT_ONCE = 24;

  private final FaultScenario faultScenario = FaultScenario.of(AgentOptions.DEFAULT, SQUARES);

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void takesNoChangedByteForData() {
    PlainScan squares =
        faultScenario.scan(
            "squares", "squares", Pages.ID, Column.field("square", Type.Scalar.BIGINT));
    byte[] whole = squares.body();
    AtomicLong length = new AtomicLong();
    assertThat(read(squares, WireFault.counting(length))).contains(whole);
    assertThat(length.get()).isGreaterThan(whole.length);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      LongStream.range(0, length.get())
          .mapToObj(
              at -> CompletableFuture.runAsync(() -> assertRight(squares, at, whole), threads))
          .toList()
          .forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertRight(PlainScan scan, long at, byte[] whole) {
    read(scan, WireFault.flipAt(at))
        .ifPresent(body -> assertThat(body).as("changed at %d", at).isEqualTo(whole));
  }

  /** Returns the body, unless the reader was told that it cannot be had. */
  private Optional<byte[]> read(PlainScan scan, WireFault fault) {
    try (FaultyProxy proxy = FaultyProxy.to(faultScenario.url()).down(fault);
        SplitStream stream =
            ShortTimeouts.open(scan.through(proxy.url()).address(), Duration.ofSeconds(5))) {
      byte[] body = stream.readAllBytes();
      assertThat(stream.trailers().bytes()).isEqualTo(body.length);
      return Optional.of(body);
    } catch (IndexedDbException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError("no error that a user is told", e);
    }
  }
}
