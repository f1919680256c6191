// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static io.github.sparkindexeddb.client.SplitStreamFixtures.LONG;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.SHORT;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.awaitQuietly;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.open;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.script;
import static io.github.sparkindexeddb.client.SplitStreamFixtures.splits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Malformed;
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
            splits(request -> SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers()));
        SplitStream stream = open(agent, LONG)) {
      assertThat(stream.readAllBytes()).isEqualTo(SealedSplit.BODY);
      assertThat(stream.trailers())
          .isEqualTo(new SplitTrailers(12, 15, SealedSplit.BODY.length, Malformed.NONE));
      assertThat(stream.bytesRead()).isEqualTo(SealedSplit.BODY.length);
      assertThat(stream.nanosWaiting()).isPositive();
      assertThat(stream.resumes()).isZero();
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void asksForNothingBeforeTheFirstRead() throws IOException {
    try (ScriptedAgent agent = splits(request -> new byte[0])) {
      open(agent, LONG).close();
      assertThat(agent.requests()).isEmpty();
    }
  }

  @Test
  void trailersAreReadFromTheEndOfTheStream() throws IOException {
    try (ScriptedAgent agent =
            splits(request -> SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers()));
        SplitStream stream = open(agent, LONG)) {
      assertThat(stream.readNBytes(SealedSplit.BODY.length)).isEqualTo(SealedSplit.BODY);
      assertThat(stream.trailers().rows()).isEqualTo(12);
    }
  }

  @Test
  void trailersAreRefusedWhileTheBodyGoesOn() throws IOException {
    try (ScriptedAgent agent =
            splits(request -> SealedSplit.chunked(SealedSplit.BODY, SealedSplit.trailers()));
        SplitStream stream = open(agent, LONG)) {
      stream.readNBytes(3);
      assertThatThrownBy(stream::trailers)
          .hasMessageStartingWith(
              "[SPLIT_TRUNCATED] Cannot trust split 3 of client '0b6c' (https://app.example): bytes follow what was"
                  + " decoded");
    }
  }

  @Test
  void malformedRecordsStandInTheTrailers() throws IOException {
    String trailers =
        SealedSplit.trailers()
            + "Split-Malformed: {\"count\":2,\"first\":{\"total\":\"no number\"}}\r\n";
    try (ScriptedAgent agent = splits(request -> SealedSplit.chunked(SealedSplit.BODY, trailers));
        SplitStream stream = open(agent, LONG)) {
      stream.readAllBytes();
      assertThat(stream.trailers().malformed())
          .isEqualTo(new Malformed(2, Map.of("total", "no number")));
    }
  }

  @Test
  void closingEarlyHangsUp() throws Exception {
    CompletableFuture<Void> left = new CompletableFuture<>();
    try (ScriptedAgent agent =
        script(
            (request, out) -> {
              out.write(SealedSplit.begun(SealedSplit.BODY));
              writeUntilHungUp(out, left);
            })) {
      SplitStream stream = open(agent, LONG);
      stream.readNBytes(5);
      stream.close();
      await().atMost(Duration.ofSeconds(10)).until(left::isDone);
      assertThatThrownBy(stream::read)
          .isInstanceOf(IOException.class)
          .hasMessage("Cannot read split 3 of client '0b6c' (https://app.example): it is closed.");
      assertThat(agent.requests()).hasSize(1);
    }
  }

  @Test
  void closingFromAnotherThreadEndsARead() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedAgent agent = script((request, out) -> awaitQuietly(over))) {
      SplitStream stream = open(agent, LONG);
      CompletableFuture<Object> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return stream.read();
                } catch (IOException e) {
                  return e;
                }
              });
      await().atMost(Duration.ofSeconds(10)).until(() -> !agent.requests().isEmpty());
      stream.close();
      await().atMost(Duration.ofSeconds(1)).until(read::isDone);
      assertThat(read.get()).isInstanceOf(IOException.class);
      over.countDown();
    }
  }

  @Test
  void theTokenIsSentButNeverShown() throws IOException {
    try (ScriptedAgent agent = splits(request -> new byte[0])) {
      SplitAddress address =
          new SplitAddress(
              agent.endpoint(Optional.of("s3cret")), SealedSplit.SCAN, SealedSplit.SPLIT);
      try (SplitStream stream = SplitStream.open(address, Format.ARROW, SHORT)) {
        assertThatThrownBy(stream::read)
            .hasMessageStartingWith("[CLIENT_LOST]")
            .hasMessageNotContaining("s3cret");
        assertThat(address.toString()).doesNotContain("s3cret");
        assertThat(agent.requests())
            .allSatisfy(
                request ->
                    assertThat(request.headers()).containsEntry("authorization", "Bearer s3cret"));
      }
    }
  }

  private static void writeUntilHungUp(OutputStream out, CompletableFuture<Void> left) {
    try {
      while (true) {
        out.write("1\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      left.complete(null);
    }
  }
}
