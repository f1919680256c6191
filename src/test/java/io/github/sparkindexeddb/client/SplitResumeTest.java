// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static io.github.sparkindexeddb.client.SplitStreamFixtures.LONG;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.SHORT;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.assertNoEnd;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.awaitQuietly;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.millis;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.open;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.script;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.splits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.ScriptedAgent.RecordedRequest;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Format;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Transfers that end early are taken up again, or end with a reason. */
class SplitResumeTest {
  @Test
  void aStalledTransferIsResumed() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    ReadTimeouts timeouts =
        new ReadTimeouts(millis(100), millis(60_000), millis(60_000), millis(1));
    AtomicInteger asks = new AtomicInteger();
    try (ScriptedAgent agent =
            script(
                (request, out) -> {
                  if (asks.getAndIncrement() > 0) {
                    out.write(
                        SealedSplit.chunked(
                            SealedSplit.from(request.offset()), SealedSplit.trailers()));
                    return;
                  }
                  out.write(SealedSplit.begun(Arrays.copyOf(SealedSplit.BODY, 7)));
                  out.flush();
                  awaitQuietly(over);
                });
        SplitStream stream = open(agent, timeouts)) {
      assertThat(stream.readAllBytes()).isEqualTo(SealedSplit.BODY);
      assertThat(stream.resumes()).isEqualTo(1);
      assertThat(agent.requests()).extracting(RecordedRequest::path).contains("/v1/scans/s1");
      over.countDown();
    }
  }

  @Test
  void theErrorOfAFailedSplitIsTheReaders() throws IOException {
    String error =
        ",\"error\":{\"code\":\"VALUE_DOES_NOT_FIT\",\"message\":\"Cannot read it: too wide. Sample all.\",\"details\":{}}";
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (request, out) ->
                    out.write(
                        SealedSplit.isForSplit(request)
                            ? SealedSplit.begun(Arrays.copyOf(SealedSplit.BODY, 7))
                            : SealedSplit.progress("failed", 7, error)));
        SplitStream stream = open(agent, LONG)) {
      assertThatThrownBy(stream::readAllBytes)
          .hasMessage("[VALUE_DOES_NOT_FIT] Cannot read it: too wide. Sample all.");
    }
  }

  @Test
  void theAgentsRefusalIsTheReaders() throws IOException {
    try (ScriptedAgent agent =
            splits(
                request ->
                    ScriptedAgent.json(
                        410,
                        "{\"code\":\"SCAN_EXPIRED\",\"message\":\"Cannot read: expired. Raise --scan-ttl.\",\"details\":{}}"));
        SplitStream stream = open(agent, LONG)) {
      assertThatThrownBy(stream::read)
          .hasMessage("[SCAN_EXPIRED] Cannot read: expired. Raise --scan-ttl.");
    }
  }

  @Test
  void anAgentRestartedMidReadHasLostTheScan() throws IOException {
    AtomicInteger asks = new AtomicInteger();
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (request, out) ->
                    out.write(
                        asks.getAndIncrement() == 0
                            ? SealedSplit.begun(Arrays.copyOf(SealedSplit.BODY, 7))
                            : ScriptedAgent.json(
                                404,
                                "{\"code\":\"SCAN_LOST\",\"message\":\"Cannot find scan 's1': restarted. Read again.\",\"details\":{}}")));
        SplitStream stream = open(agent, LONG)) {
      assertThatThrownBy(stream::readAllBytes)
          .hasMessage("[SCAN_LOST] Cannot find scan 's1': restarted. Read again.");
    }
  }

  @Test
  void aBrowserThatStaysAwayIsLostAfterTheGrace() throws IOException {
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (request, out) -> {
                  if (!SealedSplit.isForSplit(request)) {
                    out.write(SealedSplit.progress("reading", 7, ""));
                  } else if (request.offset() == 0) {
                    out.write(SealedSplit.begun(Arrays.copyOf(SealedSplit.BODY, 7)));
                  }
                });
        SplitStream stream = open(agent, SHORT)) {
      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOfSatisfying(
              IndexedDbException.class,
              e -> {
                assertThat(e.details().path("received").asLong()).isEqualTo(7);
                assertThat(e.details().path("expected").asLong()).isEqualTo(12);
              })
          .hasMessageStartingWith(
              "[CLIENT_LOST] Cannot read split 3 of client '0b6c' (https://app.example) any further: after 7 bytes (5"
                  + " of 12 records at the agent) and ")
          .hasMessageEndingWith(
              "nothing has come from the browser. Open the app again, and keep it open while it is read.");
    }
  }

  @Test
  void aScanThatGrowsElsewhereIsNotGivenUp() throws IOException {
    AtomicLong bytes = new AtomicLong();
    ReadTimeouts timeouts = new ReadTimeouts(millis(50), millis(150), millis(150), millis(20));
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (request, out) -> {
                  if (!SealedSplit.isForSplit(request)) {
                    out.write(SealedSplit.progress("waiting", bytes.incrementAndGet(), ""));
                  } else if (bytes.get() >= 20) {
                    out.write(SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers()));
                  }
                });
        SplitStream stream = open(agent, timeouts)) {
      assertThat(stream.readAllBytes()).isEqualTo(SealedSplit.BODY);
      assertThat(stream.resumes()).isEqualTo(20);
    }
  }

  @Test
  void aSealedSplitThatCannotBeFetchedIsTruncated() throws IOException {
    try (ScriptedAgent agent =
        new ScriptedAgent(
            (request, out) -> {
              if (!SealedSplit.isForSplit(request)) {
                out.write(SealedSplit.progress("sealed", 28, ""));
              }
            })) {
      assertNoEnd(agent, SHORT, ErrorCode.SPLIT_TRUNCATED);
    }
  }

  @Test
  void anAgentThatIsDownIsNamedWithWhatHadCome() throws IOException {
    ScriptedAgent agent = splits(request -> new byte[0]);
    SplitAddress address = SealedSplit.address(agent);
    agent.close();
    try (SplitStream stream = SplitStream.open(address, Format.ARROW, SHORT)) {
      assertThatThrownBy(stream::read)
          .hasMessageStartingWith("[AGENT_UNREACHABLE] Cannot read split 3 of client '0b6c' (")
          .hasMessageContaining("after 0 bytes")
          .hasMessageContaining("Cannot reach the agent at " + address.endpoint().url() + ": ")
          .hasMessageContaining("java -jar spark-indexeddb-<version>-agent.jar");
    }
  }
}
