// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static io.github.sparkindexeddb.client.SplitStreamFixtures.LONG;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.assertNoEnd;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.ScriptedAgent.RecordedRequest;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where no trailers come through, the sealed split itself says whether a body is whole. */
class DroppedTrailersTest {
  private static final String SEAL =
      ",\"seal\":{\"rows\":%s,\"examined\":15,\"bytes\":%s,\"crc32c\":\"%s\",\"malformed\":%s}";
  private static final String NOTHING = "{\"count\":0,\"first\":{}}";

  @Test
  void theSealProvesABodyWithoutTrailers() throws IOException {
    String malformed = "{\"count\":2,\"first\":{\"v\":\"Ünfit.\"}}";
    String seal = SEAL.formatted(12, SealedSplit.BODY.length, SealedSplit.crc(), malformed);
    for (boolean chunked : new boolean[] {true, false}) {
      try (ScriptedAgent agent = agent(chunked, seal);
          SplitStream stream = open(agent, LONG)) {
        assertThat(stream.readAllBytes()).isEqualTo(SealedSplit.BODY);
        SplitTrailers trailers = stream.trailers();
        assertThat(trailers.rows()).isEqualTo(12);
        assertThat(trailers.examined()).isEqualTo(15);
        assertThat(trailers.bytes()).isEqualTo(SealedSplit.BODY.length);
        assertThat(trailers.malformed().count()).isEqualTo(2);
        assertThat(trailers.malformed().first()).containsEntry("v", "Ünfit.");
        assertThat(agent.requests())
            .extracting(RecordedRequest::path)
            .hasSize(2)
            .contains("/v1/scans/s1?split=3");
      }
    }
  }

  @Test
  void aSealThatDiffersIsNoEnd() throws IOException {
    int bytes = SealedSplit.BODY.length;
    String crc = SealedSplit.crc();
    for (String seal :
        List.of(
            SEAL.formatted(12, bytes + 1, crc, NOTHING),
            SEAL.formatted(12, bytes, "00000000", NOTHING),
            SEAL.formatted(-1, bytes, crc, NOTHING),
            "")) {
      try (ScriptedAgent agent = agent(true, seal)) {
        assertNoEnd(agent, LONG, ErrorCode.SPLIT_TRUNCATED);
      }
    }
  }

  @Test
  void aBodyCutAtAnyByteIsNoEnd() throws IOException {
    String seal = SEAL.formatted(12, SealedSplit.BODY.length, SealedSplit.crc(), NOTHING);
    for (int cut = 0; cut < SealedSplit.BODY.length; cut++) {
      byte[] body = Arrays.copyOf(SealedSplit.BODY, cut);
      try (ScriptedAgent agent = agent(SealedSplit.chunked(body, ""), "sealed", seal)) {
        assertNoEnd(agent, LONG, ErrorCode.SPLIT_TRUNCATED);
      }
    }
  }

  @Test
  void theErrorOfASplitThatFailedMeanwhileIsTheReaders() throws IOException {
    String error =
        ",\"error\":{\"code\":\"SPLIT_DAMAGED\",\"message\":\"Cannot read it: gone. Look.\",\"details\":{}}";
    byte[] body = SealedSplit.chunked(SealedSplit.BODY, "");
    try (ScriptedAgent agent = agent(body, "failed", error);
        SplitStream stream = open(agent, LONG)) {
      assertThatThrownBy(stream::readAllBytes)
          .hasMessage("[SPLIT_DAMAGED] Cannot read it: gone. Look.");
    }
  }

  @Test
  void theSealIsAskedForAgainIfTheAgentCannotBeReached() throws IOException {
    String seal = SEAL.formatted(12, SealedSplit.BODY.length, SealedSplit.crc(), NOTHING);
    AtomicInteger asks = new AtomicInteger();
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (request, out) -> {
                  if (SealedSplit.isForSplit(request)) {
                    out.write(SealedSplit.chunked(SealedSplit.from(request.offset()), ""));
                  } else if (request.path().contains("?split=") && asks.getAndIncrement() == 0) {
                    out.write(ScriptedAgent.answer(502, "", "a proxy's moment"));
                  } else {
                    out.write(SealedSplit.progress("sealed", SealedSplit.BODY.length, seal));
                  }
                });
        SplitStream stream = open(agent, LONG)) {
      assertThat(stream.readAllBytes()).isEqualTo(SealedSplit.BODY);
      assertThat(stream.trailers().rows()).isEqualTo(12);
      assertThat(stream.resumes()).isEqualTo(1);
    }
  }

  private static ScriptedAgent agent(boolean chunked, String seal) throws IOException {
    byte[] body =
        chunked
            ? SealedSplit.chunked(SealedSplit.BODY, "")
            : SealedSplit.closeDelimited(SealedSplit.BODY);
    return agent(body, "sealed", seal);
  }

  private static ScriptedAgent agent(byte[] body, String state, String seal) throws IOException {
    return new ScriptedAgent(
        (request, out) ->
            out.write(
                SealedSplit.isForSplit(request)
                    ? body
                    : SealedSplit.progress(state, SealedSplit.BODY.length, seal)));
  }
}
