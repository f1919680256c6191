// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.ScriptedAgent.Asked;
import io.github.sparkindexeddb.client.ScriptedAgent.Script;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Reads of a split under test. */
final class SplitStreamFixtures {
  /** Long enough for a loopback answer on a busy machine, unless a test waits for the end of it. */
  static final ReadTimeouts PATIENT =
      new ReadTimeouts(millis(2_000), millis(60_000), millis(60_000), millis(1));

  static final ReadTimeouts HASTY = new ReadTimeouts(millis(200), millis(1), millis(1), millis(1));
  static final ReadTimeouts BRIEF = new ReadTimeouts(millis(20), millis(1), millis(1), millis(1));

  private SplitStreamFixtures() {}

  static void assertNoEnd(ScriptedAgent agent, ReadTimeouts waits, ErrorCode code) {
    try (SplitStream stream = open(agent, waits)) {
      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOfSatisfying(
              IndexedDbException.class, e -> assertThat(e.code()).isEqualTo(code))
          .hasMessageContaining("split 3 of client '0b6c'");
    }
  }

  /**
   * Every ask for the split is answered with these bytes, every other as in the middle of a read.
   */
  static ScriptedAgent splits(Function<Asked, byte[]> answer) throws IOException {
    return script((asked, line) -> line.write(answer.apply(asked)));
  }

  static ScriptedAgent script(Script split) throws IOException {
    return new ScriptedAgent(
        (asked, line) -> {
          if (SealedSplit.asksSplit(asked)) {
            split.answer(asked, line);
          } else {
            line.write(SealedSplit.progress("reading", 0, ""));
          }
        });
  }

  static SplitStream open(ScriptedAgent agent, ReadTimeouts waits) {
    return SplitStream.open(SealedSplit.address(agent), Format.ARROW, waits);
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
