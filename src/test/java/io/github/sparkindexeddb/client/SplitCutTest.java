// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static io.github.sparkindexeddb.client.SplitTrial.BRIEF;
import static io.github.sparkindexeddb.client.SplitTrial.PATIENT;
import static io.github.sparkindexeddb.client.SplitTrial.assertNoEnd;
import static io.github.sparkindexeddb.client.SplitTrial.open;
import static io.github.sparkindexeddb.client.SplitTrial.splits;
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
    for (Function<byte[], byte[]> line : lines()) {
      try (ScriptedAgent agent =
          splits(
              asked ->
                  line.apply(
                      Arrays.copyOfRange(
                          SplitScript.BODY,
                          (int) Math.min(asked.offset(), cut.get()),
                          cut.get())))) {
        for (cut.set(0); cut.get() < SplitScript.BODY.length; cut.incrementAndGet()) {
          assertNoEnd(agent, PATIENT, ErrorCode.SPLIT_TRUNCATED);
        }
      }
    }
  }

  /** Ways to end an answer cleanly: with the sealed trailers, without any, by hanging up. */
  private static List<Function<byte[], byte[]>> lines() {
    return List.of(
        body -> SplitScript.chunked(body, SplitScript.trailers()),
        body -> SplitScript.chunked(body, ""),
        SplitScript::closeDelimited);
  }

  @Test
  void aWholeBodyWithoutTrailersIsNoEnd() throws IOException {
    try (ScriptedAgent agent = splits(asked -> SplitScript.chunked(SplitScript.BODY, ""))) {
      assertNoEnd(agent, PATIENT, ErrorCode.SPLIT_TRUNCATED);
    }
    try (ScriptedAgent agent = splits(asked -> SplitScript.closeDelimited(SplitScript.BODY))) {
      assertNoEnd(agent, PATIENT, ErrorCode.SPLIT_TRUNCATED);
    }
  }

  @Test
  void aLineCutAtAnyByteIsAnErrorWhenNobodyAnswersAgain() throws IOException {
    byte[] whole = SplitScript.chunked(SplitScript.BODY, SplitScript.trailers());
    for (int cut = 0; cut < whole.length - 1; cut++) {
      byte[] begun = Arrays.copyOf(whole, cut);
      AtomicInteger asks = new AtomicInteger();
      try (ScriptedAgent agent =
          new ScriptedAgent(
              (asked, line) -> {
                if (asks.getAndIncrement() == 0) {
                  line.write(begun);
                }
              })) {
        assertNoEnd(agent, BRIEF, ErrorCode.AGENT_UNREACHABLE);
      }
    }
  }

  @Test
  void aLineCutAtAnyByteIsResumedAtItsOffset() throws IOException {
    byte[] whole = SplitScript.chunked(SplitScript.BODY, SplitScript.trailers());
    for (int cut = 0; cut < whole.length - 1; cut++) {
      byte[] begun = Arrays.copyOf(whole, cut);
      AtomicInteger asks = new AtomicInteger();
      try (ScriptedAgent agent =
              splits(
                  asked ->
                      asks.getAndIncrement() == 0
                          ? begun
                          : SplitScript.chunked(
                              SplitScript.from(asked.offset()), SplitScript.trailers()));
          SplitStream stream = open(agent, PATIENT)) {
        assertThat(stream.readAllBytes()).as("cut at %d", cut).isEqualTo(SplitScript.BODY);
        assertThat(stream.resumes()).as("cut at %d", cut).isEqualTo(1);
        assertThat(stream.receipt().bytes()).isEqualTo(SplitScript.BODY.length);
      }
    }
  }

  @Test
  void aSplitThatComesByteByByteOverManyTransfersIsWhole() throws IOException {
    try (ScriptedAgent agent =
            splits(
                asked ->
                    asked.offset() == SplitScript.BODY.length
                        ? SplitScript.chunked(new byte[0], SplitScript.trailers())
                        : SplitScript.begun(Arrays.copyOf(SplitScript.from(asked.offset()), 1)));
        SplitStream stream = open(agent, PATIENT)) {
      assertThat(stream.readAllBytes()).isEqualTo(SplitScript.BODY);
      assertThat(stream.resumes()).isEqualTo(SplitScript.BODY.length);
    }
  }

  @Test
  void wrongTrailersAreNoEnd() throws IOException {
    String bytes = String.valueOf(SplitScript.BODY.length);
    for (String trailers :
        List.of(
            SplitScript.trailers("12", bytes, "00000000"),
            SplitScript.trailers("12", "29", SplitScript.crc()),
            SplitScript.trailers("twelve", bytes, SplitScript.crc()),
            SplitScript.trailers("-1", bytes, SplitScript.crc()),
            "Split-Bytes: " + bytes + "\r\nSplit-Crc32c: " + SplitScript.crc() + "\r\n",
            SplitScript.trailers() + "Split-Malformed: {\r\n")) {
      try (ScriptedAgent agent = splits(asked -> SplitScript.chunked(SplitScript.BODY, trailers))) {
        assertNoEnd(agent, PATIENT, ErrorCode.SPLIT_TRUNCATED);
      }
    }
  }

  @Test
  void aBodyChangedOnTheWayIsNoEnd() throws IOException {
    byte[] changed = SplitScript.BODY.clone();
    changed[4] ^= 1;
    try (ScriptedAgent agent =
            splits(asked -> SplitScript.chunked(changed, SplitScript.trailers()));
        SplitStream stream = open(agent, PATIENT)) {
      assertThatThrownBy(stream::readAllBytes)
          .hasMessageMatching(
              "\\[SPLIT_TRUNCATED] Cannot trust split 3 of client '0b6c' .https://app.example.: Split-Crc32c was sealed"
                  + " as '[0-9a-f]{8}', but is '[0-9a-f]{8}', after 28 bytes of a split of 12 records. Run the read"
                  + " again; if it happens again, look for a proxy between http://127.0.0.1:\\d+ and this machine.");
    }
  }
}
