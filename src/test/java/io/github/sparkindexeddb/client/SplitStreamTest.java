// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static io.github.sparkindexeddb.client.SplitStreamFixtures.HASTY;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.PATIENT;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.awaitQuietly;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.open;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.script;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.splits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.Malformed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SplitStreamTest {
  @Test
  void readsASealedSplitToItsEnd() throws IOException {
    try (ScriptedAgent agent =
            splits(asked -> SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers()));
        SplitStream stream = open(agent, PATIENT)) {
      assertThat(stream.readAllBytes()).isEqualTo(SealedSplit.BODY);
      assertThat(stream.receipt())
          .isEqualTo(new SplitTrailers(12, 15, SealedSplit.BODY.length, Malformed.NONE));
      assertThat(stream.bytesRead()).isEqualTo(SealedSplit.BODY.length);
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
            splits(asked -> SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers()));
        SplitStream stream = open(agent, PATIENT)) {
      assertThat(stream.readNBytes(SealedSplit.BODY.length)).isEqualTo(SealedSplit.BODY);
      assertThat(stream.receipt().rows()).isEqualTo(12);
    }
  }

  @Test
  void theReceiptRefusesABodyThatGoesOn() throws IOException {
    try (ScriptedAgent agent =
            splits(asked -> SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers()));
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
        SealedSplit.trailers()
            + "Split-Malformed: {\"count\":2,\"first\":{\"total\":\"no number\"}}\r\n";
    try (ScriptedAgent agent = splits(asked -> SealedSplit.chunked(SealedSplit.BODY, trailers));
        SplitStream stream = open(agent, PATIENT)) {
      stream.readAllBytes();
      assertThat(stream.receipt().malformed())
          .isEqualTo(new Malformed(2, Map.of("total", "no number")));
    }
  }

  @Test
  void closingEarlyHangsUp() throws Exception {
    CompletableFuture<Void> left = new CompletableFuture<>();
    try (ScriptedAgent agent =
        script(
            (asked, line) -> {
              line.write(SealedSplit.begun(SealedSplit.BODY));
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
              agent.endpoint(Optional.of("s3cret")), SealedSplit.SCAN, SealedSplit.SPLIT);
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

  private static void writeUntilHungUp(OutputStream line, CompletableFuture<Void> left) {
    try {
      while (true) {
        line.write("1\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      left.complete(null);
    }
  }
}
