// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static io.github.sparkindexeddb.client.SplitStreamFixtures.LONG;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.SHORTEST;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.assertNoEnd;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.open;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.splits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A split that is not whole never passes for one. */
class SplitCutTest {
  @Test
  void aBodyCutAtAnyByteNeverEndsCleanly() throws IOException {
    AtomicInteger cut = new AtomicInteger();
    for (Function<byte[], byte[]> ending : endings()) {
      try (ScriptedAgent agent =
          splits(
              request ->
                  ending.apply(
                      Arrays.copyOfRange(
                          SealedSplit.BODY,
                          (int) Math.min(request.offset(), cut.get()),
                          cut.get())))) {
        for (cut.set(0); cut.get() < SealedSplit.BODY.length; cut.incrementAndGet()) {
          assertNoEnd(agent, LONG, ErrorCode.SPLIT_TRUNCATED);
        }
      }
    }
  }

  /**
   * Returns ways to end an answer cleanly: with the sealed trailers, without any, by hanging up.
   */
  private static List<Function<byte[], byte[]>> endings() {
    return List.of(
        body -> SealedSplit.chunked(body, SealedSplit.trailers()),
        body -> SealedSplit.chunked(body, ""),
        SealedSplit::closeDelimited);
  }

  @Test
  void aWholeBodyWithoutTrailersIsNoEnd() throws IOException {
    try (ScriptedAgent agent = splits(request -> SealedSplit.chunked(SealedSplit.BODY, ""))) {
      assertNoEnd(agent, LONG, ErrorCode.SPLIT_TRUNCATED);
    }
    try (ScriptedAgent agent = splits(request -> SealedSplit.closeDelimited(SealedSplit.BODY))) {
      assertNoEnd(agent, LONG, ErrorCode.SPLIT_TRUNCATED);
    }
  }

  @Test
  void aLineCutAtAnyByteIsAnErrorWhenNobodyAnswersAgain() throws IOException {
    byte[] whole = SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers());
    for (int cut = 0; cut < whole.length - 1; cut++) {
      byte[] begun = Arrays.copyOf(whole, cut);
      AtomicInteger asks = new AtomicInteger();
      try (ScriptedAgent agent =
          new ScriptedAgent(
              (request, out) -> {
                if (asks.getAndIncrement() == 0) {
                  out.write(begun);
                }
              })) {
        assertNoEnd(agent, SHORTEST, ErrorCode.AGENT_UNREACHABLE);
      }
    }
  }

  @Test
  void aLineCutAtAnyByteIsResumedAtItsOffset() throws IOException {
    byte[] whole = SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers());
    for (int cut = 0; cut < whole.length - 1; cut++) {
      byte[] begun = Arrays.copyOf(whole, cut);
      AtomicInteger asks = new AtomicInteger();
      try (ScriptedAgent agent =
              splits(
                  request ->
                      asks.getAndIncrement() == 0
                          ? begun
                          : SealedSplit.chunked(
                              SealedSplit.from(request.offset()), SealedSplit.trailers()));
          SplitStream stream = open(agent, LONG)) {
        assertThat(stream.readAllBytes()).as("cut at %d", cut).isEqualTo(SealedSplit.BODY);
        assertThat(stream.resumes()).as("cut at %d", cut).isEqualTo(1);
        assertThat(stream.trailers().bytes()).isEqualTo(SealedSplit.BODY.length);
      }
    }
  }

  @Test
  void aSplitThatComesByteByByteOverManyTransfersIsWhole() throws IOException {
    try (ScriptedAgent agent =
            splits(
                request ->
                    request.offset() == SealedSplit.BODY.length
                        ? SealedSplit.chunked(new byte[0], SealedSplit.trailers())
                        : SealedSplit.begun(Arrays.copyOf(SealedSplit.from(request.offset()), 1)));
        SplitStream stream = open(agent, LONG)) {
      assertThat(stream.readAllBytes()).isEqualTo(SealedSplit.BODY);
      assertThat(stream.resumes()).isEqualTo(SealedSplit.BODY.length);
    }
  }

  @Test
  void wrongTrailersAreNoEnd() throws IOException {
    String bytes = String.valueOf(SealedSplit.BODY.length);
    for (String trailers :
        List.of(
            SealedSplit.trailers("12", bytes, "00000000"),
            SealedSplit.trailers("12", "29", SealedSplit.crc()),
            SealedSplit.trailers("twelve", bytes, SealedSplit.crc()),
            SealedSplit.trailers("-1", bytes, SealedSplit.crc()),
            "Split-Bytes: " + bytes + "\r\nSplit-Crc32c: " + SealedSplit.crc() + "\r\n",
            SealedSplit.trailers() + "Split-Malformed: {\r\n")) {
      try (ScriptedAgent agent =
          splits(request -> SealedSplit.chunked(SealedSplit.BODY, trailers))) {
        assertNoEnd(agent, LONG, ErrorCode.SPLIT_TRUNCATED);
      }
    }
  }

  @Test
  void aBodyChangedOnTheWayIsNoEnd() throws IOException {
    byte[] changed = SealedSplit.BODY.clone();
    changed[4] ^= 1;
    try (ScriptedAgent agent =
            splits(request -> SealedSplit.chunked(changed, SealedSplit.trailers()));
        SplitStream stream = open(agent, LONG)) {
      assertThatThrownBy(stream::readAllBytes)
          .hasMessageMatching(
              "\\[SPLIT_TRUNCATED] Cannot trust split 3 of client '0b6c' .https://app.example.: Split-Crc32c was sealed"
                  + " as '[0-9a-f]{8}', but is '[0-9a-f]{8}', after 28 bytes of a split of 12 records. Run the read"
                  + " again; if it happens again, look for a proxy between http://127.0.0.1:\\d+ and this machine.");
    }
  }
}
