// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.client.ScriptedAgent.Asked;
import io.github.sparkindexeddb.client.ScriptedAgent.Script;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Malformed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SplitStreamTest {
  /** Long enough for a loopback answer on a busy machine, unless a test waits for the end of it. */
  private static final Waits PATIENT =
      new Waits(millis(2_000), millis(60_000), millis(60_000), millis(1));

  private static final Waits HASTY = new Waits(millis(200), millis(1), millis(1), millis(1));
  private static final Waits BRIEF = new Waits(millis(20), millis(1), millis(1), millis(1));

  @Test
  void readsASealedSplitToItsEnd() throws IOException {
    try (ScriptedAgent agent =
            splits(asked -> SplitScript.chunked(SplitScript.BODY, SplitScript.trailers()));
        SplitStream stream = open(agent, PATIENT)) {
      assertThat(stream.readAllBytes()).isEqualTo(SplitScript.BODY);
      assertThat(stream.receipt())
          .isEqualTo(new SplitReceipt(12, SplitScript.BODY.length, Malformed.NONE));
      assertThat(stream.bytesRead()).isEqualTo(SplitScript.BODY.length);
      assertThat(stream.nanosWaiting()).isPositive();
      assertThat(stream.resumes()).isZero();
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void asksForNothingBeforeTheFirstRead() throws IOException {
    try (ScriptedAgent agent = splits(asked -> new byte[0])) {
      open(agent, PATIENT).close();
      assertThat(agent.asked()).isEmpty();
    }
  }

  @Test
  void theReceiptReadsOnToTheEndOfTheStream() throws IOException {
    try (ScriptedAgent agent =
            splits(asked -> SplitScript.chunked(SplitScript.BODY, SplitScript.trailers()));
        SplitStream stream = open(agent, PATIENT)) {
      assertThat(stream.readNBytes(SplitScript.BODY.length)).isEqualTo(SplitScript.BODY);
      assertThat(stream.receipt().rows()).isEqualTo(12);
    }
  }

  @Test
  void theReceiptRefusesABodyThatGoesOn() throws IOException {
    try (ScriptedAgent agent =
            splits(asked -> SplitScript.chunked(SplitScript.BODY, SplitScript.trailers()));
        SplitStream stream = open(agent, PATIENT)) {
      stream.readNBytes(3);
      assertThatThrownBy(stream::receipt)
          .hasMessageStartingWith(
              "[SPLIT_TRUNCATED] Cannot trust split 3 of client '0b6c' (https://app.example): bytes follow what was"
                  + " decoded");
    }
  }

  @Test
  void malformedRecordsStandInTheReceipt() throws IOException {
    String trailers =
        SplitScript.trailers()
            + "Split-Malformed: {\"count\":2,\"first\":{\"total\":\"no number\"}}\r\n";
    try (ScriptedAgent agent = splits(asked -> SplitScript.chunked(SplitScript.BODY, trailers));
        SplitStream stream = open(agent, PATIENT)) {
      stream.readAllBytes();
      assertThat(stream.receipt().malformed())
          .isEqualTo(new Malformed(2, Map.of("total", "no number")));
    }
  }

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

  @Test
  void aStalledTransferIsResumed() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Waits waits = new Waits(millis(100), millis(60_000), millis(60_000), millis(1));
    AtomicInteger asks = new AtomicInteger();
    try (ScriptedAgent agent =
            script(
                (asked, line) -> {
                  if (asks.getAndIncrement() > 0) {
                    line.write(
                        SplitScript.chunked(
                            SplitScript.from(asked.offset()), SplitScript.trailers()));
                    return;
                  }
                  line.write(SplitScript.begun(Arrays.copyOf(SplitScript.BODY, 7)));
                  line.flush();
                  awaitQuietly(over);
                });
        SplitStream stream = open(agent, waits)) {
      assertThat(stream.readAllBytes()).isEqualTo(SplitScript.BODY);
      assertThat(stream.resumes()).isEqualTo(1);
      assertThat(agent.asked()).extracting(Asked::path).contains("/v1/scans/s1");
      over.countDown();
    }
  }

  @Test
  void theErrorOfAFailedSplitIsTheReaders() throws IOException {
    String error =
        ",\"error\":{\"code\":\"VALUE_DOES_NOT_FIT\",\"message\":\"Cannot read it: too wide. Sample all.\",\"details\":{}}";
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (asked, line) ->
                    line.write(
                        SplitScript.asksSplit(asked)
                            ? SplitScript.begun(Arrays.copyOf(SplitScript.BODY, 7))
                            : SplitScript.progress("failed", 7, error)));
        SplitStream stream = open(agent, PATIENT)) {
      assertThatThrownBy(stream::readAllBytes)
          .hasMessage("[VALUE_DOES_NOT_FIT] Cannot read it: too wide. Sample all.");
    }
  }

  @Test
  void theAgentsRefusalIsTheReaders() throws IOException {
    try (ScriptedAgent agent =
            splits(
                asked ->
                    ScriptedAgent.json(
                        410,
                        "{\"code\":\"SCAN_EXPIRED\",\"message\":\"Cannot read: expired. Raise --scan-ttl.\",\"details\":{}}"));
        SplitStream stream = open(agent, PATIENT)) {
      assertThatThrownBy(stream::read)
          .hasMessage("[SCAN_EXPIRED] Cannot read: expired. Raise --scan-ttl.");
    }
  }

  @Test
  void anAgentRestartedMidReadHasLostTheScan() throws IOException {
    AtomicInteger asks = new AtomicInteger();
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (asked, line) ->
                    line.write(
                        asks.getAndIncrement() == 0
                            ? SplitScript.begun(Arrays.copyOf(SplitScript.BODY, 7))
                            : ScriptedAgent.json(
                                404,
                                "{\"code\":\"SCAN_LOST\",\"message\":\"Cannot find scan 's1': restarted. Read again.\",\"details\":{}}")));
        SplitStream stream = open(agent, PATIENT)) {
      assertThatThrownBy(stream::readAllBytes)
          .hasMessage("[SCAN_LOST] Cannot find scan 's1': restarted. Read again.");
    }
  }

  @Test
  void aBrowserThatStaysAwayIsLostAfterTheGrace() throws IOException {
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (asked, line) -> {
                  if (!SplitScript.asksSplit(asked)) {
                    line.write(SplitScript.progress("reading", 7, ""));
                  } else if (asked.offset() == 0) {
                    line.write(SplitScript.begun(Arrays.copyOf(SplitScript.BODY, 7)));
                  }
                });
        SplitStream stream = open(agent, HASTY)) {
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
    Waits waits = new Waits(millis(50), millis(150), millis(150), millis(20));
    try (ScriptedAgent agent =
            new ScriptedAgent(
                (asked, line) -> {
                  if (!SplitScript.asksSplit(asked)) {
                    line.write(SplitScript.progress("waiting", bytes.incrementAndGet(), ""));
                  } else if (bytes.get() >= 20) {
                    line.write(SplitScript.chunked(SplitScript.BODY, SplitScript.trailers()));
                  }
                });
        SplitStream stream = open(agent, waits)) {
      assertThat(stream.readAllBytes()).isEqualTo(SplitScript.BODY);
      assertThat(stream.resumes()).isEqualTo(20);
    }
  }

  @Test
  void aSealedSplitThatCannotBeFetchedIsTruncated() throws IOException {
    try (ScriptedAgent agent =
        new ScriptedAgent(
            (asked, line) -> {
              if (!SplitScript.asksSplit(asked)) {
                line.write(SplitScript.progress("sealed", 28, ""));
              }
            })) {
      assertNoEnd(agent, HASTY, ErrorCode.SPLIT_TRUNCATED);
    }
  }

  @Test
  void anAgentThatIsDownIsNamedWithWhatHadCome() throws IOException {
    ScriptedAgent agent = splits(asked -> new byte[0]);
    SplitAddress address = SplitScript.address(agent);
    agent.close();
    try (SplitStream stream = SplitStream.open(address, Format.ARROW, HASTY)) {
      assertThatThrownBy(stream::read)
          .hasMessageStartingWith("[AGENT_UNREACHABLE] Cannot read split 3 of client '0b6c' (")
          .hasMessageContaining("after 0 bytes")
          .hasMessageContaining("Cannot reach the agent at " + address.endpoint().url() + ": ")
          .hasMessageContaining("java -jar spark-indexeddb-<version>-agent.jar");
    }
  }

  @Test
  void closingEarlyHangsUp() throws Exception {
    CompletableFuture<Void> left = new CompletableFuture<>();
    try (ScriptedAgent agent =
        script(
            (asked, line) -> {
              line.write(SplitScript.begun(SplitScript.BODY));
              writeUntilHungUp(line, left);
            })) {
      SplitStream stream = open(agent, PATIENT);
      stream.readNBytes(5);
      stream.close();
      await().atMost(Duration.ofSeconds(10)).until(left::isDone);
      assertThatThrownBy(stream::read)
          .isInstanceOf(IOException.class)
          .hasMessage("Cannot read split 3 of client '0b6c' (https://app.example): it is closed.");
      assertThat(agent.asked()).hasSize(1);
    }
  }

  @Test
  void closingFromAnotherThreadEndsARead() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedAgent agent = script((asked, line) -> awaitQuietly(over))) {
      SplitStream stream = open(agent, PATIENT);
      CompletableFuture<Object> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return stream.read();
                } catch (IOException e) {
                  return e;
                }
              });
      await().atMost(Duration.ofSeconds(10)).until(() -> !agent.asked().isEmpty());
      stream.close();
      await().atMost(Duration.ofSeconds(1)).until(read::isDone);
      assertThat(read.get()).isInstanceOf(IOException.class);
      over.countDown();
    }
  }

  @Test
  void theTokenIsSentButNeverShown() throws IOException {
    try (ScriptedAgent agent = splits(asked -> new byte[0])) {
      SplitAddress address =
          new SplitAddress(
              agent.endpoint(Optional.of("s3cret")), SplitScript.SCAN, SplitScript.SPLIT);
      try (SplitStream stream = SplitStream.open(address, Format.ARROW, HASTY)) {
        assertThatThrownBy(stream::read)
            .hasMessageStartingWith("[CLIENT_LOST]")
            .hasMessageNotContaining("s3cret");
        assertThat(address.toString()).doesNotContain("s3cret");
        assertThat(agent.asked())
            .allSatisfy(
                asked ->
                    assertThat(asked.headers()).containsEntry("authorization", "Bearer s3cret"));
      }
    }
  }

  private static void assertNoEnd(ScriptedAgent agent, Waits waits, ErrorCode code) {
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
  private static ScriptedAgent splits(Function<Asked, byte[]> answer) throws IOException {
    return script((asked, line) -> line.write(answer.apply(asked)));
  }

  private static ScriptedAgent script(Script split) throws IOException {
    return new ScriptedAgent(
        (asked, line) -> {
          if (SplitScript.asksSplit(asked)) {
            split.answer(asked, line);
          } else {
            line.write(SplitScript.progress("reading", 0, ""));
          }
        });
  }

  private static SplitStream open(ScriptedAgent agent, Waits waits) {
    return SplitStream.open(SplitScript.address(agent), Format.ARROW, waits);
  }

  private static void writeUntilHungUp(OutputStream line, CompletableFuture<Void> left) {
    try {
      while (true) {
        line.write("1\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      left.complete(null);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
