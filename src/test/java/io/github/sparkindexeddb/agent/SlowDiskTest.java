// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk takes nothing of one split for a while, and all else goes on. */
class SlowDiskTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 3_000, 1_000);
  private static final FakeStore FILM = new FakeStore("shop", "film", 1, 60 << 20);

  /** Far more than sockets hold, and far less than the film. */
  private static final int MOST_FRAMES = 40;

  @TempDir private Path spool;

  private TestAgent agent;
  private FakeDisk.Hold hold;

  @BeforeEach
  void start() {
    agent = TestAgent.start(options -> options.withSpool(spool));
    hold = agent.disk().holdWrites("1.split");
  }

  @AfterEach
  void stop() {
    hold.close();
    agent.close();
  }

  @Test
  void othersAreServedOverTheSameLinkAndOverOthers() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", ORDERS)) {
      String scan = agent.scan(ORDERS);
      CompletableFuture<Http.Answer> slow = read(scan);
      await().until(hold::isReached);

      assertWhole(agent.split(scan, 1));
      String next = agent.scan(ORDERS);
      assertWhole(agent.split(next, 0));
      assertWhole(agent.split(next, 1));
      assertWhole(agent.split(next, 0));
      assertThat(agent.http().get("/v1/health").status()).isEqualTo(200);
      assertThat(agent.progress(scan).at("/splits/0/received/bytes").asLong()).isZero();
      assertThat(slow).isNotDone();

      hold.close();
      assertWhole(slow.orTimeout(30, TimeUnit.SECONDS).join());
      assertThat(one.closed()).isNotDone();
      assertThat(two.closed()).isNotDone();
    }
  }

  @Test
  void asksTheBrowserForNothingMoreOfThatSplit() {
    try (FakeBrowser one = agent.link("one", ORDERS)) {
      CompletableFuture<Http.Answer> slow = read(agent.scan(ORDERS));
      await().until(hold::isReached);
      agent.split(agent.scan(ORDERS), 0);
      assertThat(one.requests(WorkerRequest.Read.class))
          .filteredOn(request -> request.position().after().isEmpty())
          .as("the first batch of each of both")
          .hasSize(2);
      hold.close();
      assertWhole(slow.orTimeout(30, TimeUnit.SECONDS).join());
    }
  }

  @Test
  void stopsTheBrowserInTheMidstOfABatchForAsLongAsItTakes() {
    AtomicInteger frames = new AtomicInteger();
    try (FakeBrowser one = agent.link("one", FILM)) {
      String scan = agent.scan(FILM);
      one.behave((page, request) -> answer(page, request, frames));
      CompletableFuture<Http.Answer> slow = read(scan);
      await().until(hold::isReached);
      awaitStopped(frames);
      assertThat(frames).hasValueLessThan(MOST_FRAMES);
      agent.scheduler().pass(Duration.ofMinutes(20));
      assertThat(one.closed()).isNotDone();

      hold.close();
      assertThat(slow.orTimeout(60, TimeUnit.SECONDS).join().body())
          .isEqualTo(TestAgent.sealed(FILM));
      assertThat(one.closed()).isNotDone();
    }
  }

  @Test
  void goesOnWithABrowserThatLinkedAgainMeanwhile() {
    AtomicInteger frames = new AtomicInteger();
    FakeBrowser lost = agent.link("one", FILM);
    CompletableFuture<Http.Answer> slow;
    String scan = agent.scan(FILM);
    lost.behave((page, request) -> answer(page, request, frames));
    slow = read(scan);
    await().until(hold::isReached);
    awaitStopped(frames);
    lost.cut();
    try (FakeBrowser again = agent.link("one", FILM)) {
      hold.close();
      assertThat(slow.orTimeout(60, TimeUnit.SECONDS).join().body())
          .isEqualTo(TestAgent.sealed(FILM));
      assertThat(again.closed()).isNotDone();
    }
  }

  @Test
  void readersGetWhatWasWrittenBefore() throws IOException {
    FakeStore photos = new FakeStore("shop", "photos", 8, 1 << 20);
    byte[] whole = TestAgent.sealed(photos);
    int written = 2 << 20;
    hold.close();
    try (FakeBrowser one = agent.link("one", photos)) {
      String scan = agent.scan(photos);
      CompletableFuture<FakeDisk.Hold> later = new CompletableFuture<>();
      one.behave(
          (page, request) -> {
            if (page.requests(WorkerRequest.Read.class).size() == 4) {
              later.complete(agent.disk().holdWrites("1.split"));
            }
            page.answerHonestly(request);
          });
      CompletableFuture<Http.Answer> slow = read(scan);
      FakeDisk.Hold late = later.orTimeout(30, TimeUnit.SECONDS).join();
      await().until(late::isReached);
      try (Response second = agent.http().open(TestAgent.path(scan, 0), request -> request)) {
        InputStream body = second.body().byteStream();
        assertThat(body.readNBytes(written)).isEqualTo(Arrays.copyOf(whole, written));
        late.close();
        assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, written, whole.length));
      }
      assertThat(slow.orTimeout(30, TimeUnit.SECONDS).join().body()).isEqualTo(whole);
    }
  }

  @Test
  void whoGivesUpTheSplitWaitsForNothing() {
    AtomicInteger frames = new AtomicInteger();
    try (FakeBrowser one = agent.link("one", FILM, ORDERS)) {
      String scan = agent.scan(FILM);
      one.behave((page, request) -> answer(page, request, frames));
      CompletableFuture<Http.Answer> slow = read(scan);
      await().until(hold::isReached);
      awaitStopped(frames);

      assertThat(agent.http().send("/v1/scans/" + scan, request -> request.delete()).status())
          .isEqualTo(204);
      assertThat(slow)
          .succeedsWithin(10, TimeUnit.SECONDS)
          .extracting(Http.Answer::code)
          .isEqualTo("SCAN_LOST");
      assertWhole(agent.split(agent.scan(ORDERS), 0));
      assertThat(agent.progress(agent.scan(ORDERS)).path("bytes").asLong()).isZero();
      assertThat(spool.resolve("1.split")).exists();

      hold.close();
      await().until(() -> Files.notExists(spool.resolve("1.split")));
    }
  }

  @Test
  void shortWritesLoseNothing() {
    hold.close();
    agent.disk().shortenWrites(bytes -> (bytes + 1) / 2);
    try (FakeBrowser one = agent.link("one", ORDERS)) {
      assertWhole(agent.split(agent.scan(ORDERS), 0));
    }
  }

  private CompletableFuture<Http.Answer> read(String scan) {
    return CompletableFuture.supplyAsync(() -> agent.split(scan, 0));
  }

  private static void assertWhole(Http.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(TestAgent.sealed(ORDERS));
  }

  /** As a good worker does, counting the frames of payload that went out. */
  private static void answer(FakeBrowser page, Message.Request request, AtomicInteger frames) {
    if (request.body() instanceof WorkerRequest.Read read && read.store().store().equals("film")) {
      page.result(request, FILM.batch(read).json());
      byte[] payload = FILM.bytes(read);
      for (int from = 0; from < payload.length; from += Protocol.MAX_FRAME_BYTES) {
        int size = Math.min(Protocol.MAX_FRAME_BYTES, payload.length - from);
        page.frame(request.id(), ByteBuffer.wrap(payload, from, size));
        frames.incrementAndGet();
      }
    } else {
      page.answerHonestly(request);
    }
  }

  /** Waits until no frame has gone out for a while: there is no event for what does not happen. */
  private static void awaitStopped(AtomicInteger frames) {
    AtomicInteger before = new AtomicInteger(-1);
    await()
        .during(Duration.ofMillis(500))
        .until(() -> before.getAndSet(frames.get()) == frames.get());
  }
}
