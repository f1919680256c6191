// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.ScriptedAgent.Handler;
import io.github.sparkindexeddb.client.ScriptedAgent.RecordedRequest;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Format;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Reads of a split under test. */
final class SplitStreamFixtures {
  /** Long enough for a loopback answer on a busy machine, unless a test waits for the end of it. */
  static final ReadTimeouts LONG =
      new ReadTimeouts(millis(2_000), millis(60_000), millis(60_000), millis(1));

  static final ReadTimeouts SHORT = new ReadTimeouts(millis(200), millis(1), millis(1), millis(1));
  static final ReadTimeouts SHORTEST =
      new ReadTimeouts(millis(20), millis(1), millis(1), millis(1));

  private SplitStreamFixtures() {}

  static void assertNoEnd(ScriptedAgent agent, ReadTimeouts timeouts, ErrorCode code) {
    try (SplitStream stream = open(agent, timeouts)) {
      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOfSatisfying(
              IndexedDbException.class, e -> assertThat(e.code()).isEqualTo(code))
          .hasMessageContaining("split 3 of client '0b6c'");
    }
  }

  /**
   * Every ask for the split is answered with these bytes, every other as in the middle of a read.
   */
  static ScriptedAgent splits(Function<RecordedRequest, byte[]> answer) throws IOException {
    return script((request, out) -> out.write(answer.apply(request)));
  }

  static ScriptedAgent script(Handler split) throws IOException {
    return new ScriptedAgent(
        (request, out) -> {
          if (SealedSplit.isForSplit(request)) {
            split.handle(request, out);
          } else {
            out.write(SealedSplit.progress("reading", 0, ""));
          }
        });
  }

  static SplitStream open(ScriptedAgent agent, ReadTimeouts timeouts) {
    return SplitStream.open(SealedSplit.address(agent), Format.ARROW, timeouts);
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
