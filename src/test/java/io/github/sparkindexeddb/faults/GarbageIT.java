// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One browser sends what no page link would; the others never notice. */
class GarbageIT {
  private static final FakeStore THINGS = new FakeStore("fake", "things", 3, 16);

  private final FaultScenario faultScenario =
      FaultScenario.of(AgentOptions.DEFAULT.withGrace(Duration.ofSeconds(1)), Pages.database());

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void closesLinksThatSendGarbageAndServesTheOthers() {
    try (HalfRead read = HalfRead.of(pages())) {
      assertClosed(ErrorCode.BAD_MESSAGE, fake -> fake.text("no JSON"));
      assertClosed(ErrorCode.BAD_MESSAGE, fake -> fake.text("[]"));
      assertClosed(ErrorCode.BAD_MESSAGE, fake -> fake.text("{\"type\":\"shutdown\"}"));
      assertClosed(
          ErrorCode.BAD_MESSAGE, fake -> fake.text("{\"type\":\"pong\",\"type\":\"pong\"}"));
      assertClosed(ErrorCode.BAD_MESSAGE, fake -> fake.text("{\"type\":\"result\",\"id\":4711}"));
      assertClosed(ErrorCode.BAD_MESSAGE, fake -> fake.text("[".repeat(100_000)));
      assertClosed(ErrorCode.BAD_MESSAGE, fake -> fake.binary(ByteBuffer.allocate(0)));
      assertClosed(ErrorCode.BAD_MESSAGE, fake -> fake.binary(ByteBuffer.allocate(3)));
      assertClosed(ErrorCode.BAD_MESSAGE, fake -> fake.frame(4711, ByteBuffer.allocate(100)));
      assertClosed(ErrorCode.FRAME_TOO_LARGE, fake -> fake.text("x".repeat((8 << 20) + 1)));
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void failsOnlyTheReadOfABrowserThatSendsMoreThanItAnnounced() {
    assertReadFails(ErrorCode.BAD_MESSAGE, GarbageIT::sendTooMuch);
  }

  @Test
  void failsOnlyTheReadOfABrowserWhoseNumbersMakeNoSense() {
    assertReadFails(ErrorCode.BAD_MESSAGE, GarbageIT::announceTooMuch);
  }

  @Test
  void failsOnlyTheReadOfABrowserThatSendsAnOversizedFrame() {
    assertReadFails(ErrorCode.FRAME_TOO_LARGE, GarbageIT::sendInOneFrame);
  }

  @Test
  void failsAJobOverBytesThatAreNoArrow() {
    try (FakeBrowser fake = link(FakeBrowser::answerHonestly)) {
      Dataset<Row> things = faultScenario.read().schema("id BIGINT").load("fake/things");
      IndexedDbException error = Refusal.of(things::collectAsList);
      assertThat(error.code()).isEqualTo(ErrorCode.SPLIT_DAMAGED);
      assertThat(error.sentence())
          .contains("not the Arrow stream")
          .contains("Compare the versions");
      assertThat(fake.closed()).isNotDone();
    }
  }

  /** The link is closed with the code; as the browser does not come back, the read fails. */
  private void assertReadFails(ErrorCode closed, FakeBrowser.Behaviour behaviour) {
    try (HalfRead read = HalfRead.of(pages());
        FakeBrowser fake = link(behaviour)) {
      IndexedDbException error = Refusal.of(things()::body);
      assertThat(closeOf(fake)).isEqualTo(new Closed(closed.closeCode(), closed.name()));
      assertThat(error.code()).isEqualTo(ErrorCode.CLIENT_LOST);
      assertThat(error.sentence()).contains("Received 0 of 3 records");
      Pages.assertWhole(read.finish());
    }
  }

  private void assertClosed(ErrorCode code, Consumer<FakeBrowser> garbage) {
    try (FakeBrowser fake = link(FakeBrowser::answerHonestly)) {
      garbage.accept(fake);
      assertThat(closeOf(fake)).isEqualTo(new Closed(code.closeCode(), code.name()));
    }
  }

  private static void sendTooMuch(FakeBrowser fake, Message.Request request) {
    answer(fake, request, 10, 11);
  }

  private static void announceTooMuch(FakeBrowser fake, Message.Request request) {
    answer(fake, request, 2_000_000_000, 10);
  }

  private static void sendInOneFrame(FakeBrowser fake, Message.Request request) {
    answer(fake, request, 3 << 20, Protocol.MAX_FRAME_BYTES + 1);
  }

  /** Reads only; everything else as a good worker would. */
  private static void answer(FakeBrowser fake, Message.Request request, int announced, int sent) {
    if (request.body() instanceof WorkerRequest.Read) {
      fake.text(
          """
          {"type":"result","id":%d,"bytes":%d,"records":3,"read":3,"last":{"number":2},
            "done":true,"count":16,"malformed":{"count":0,"first":{}}}
          """
              .formatted(request.id(), announced));
      fake.frame(request.id(), ByteBuffer.allocate(sent));
    } else {
      fake.answerHonestly(request);
    }
  }

  private FakeBrowser link(FakeBrowser.Behaviour behaviour) {
    return FakeBrowser.link(URI.create(faultScenario.url()), Setup.of("fake", THINGS), behaviour);
  }

  private static Closed closeOf(FakeBrowser fake) {
    return fake.closed().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private PlainScan things() {
    return faultScenario.scan("fake", "things", Pages.ID);
  }

  private PlainScan pages() {
    return faultScenario.scan(Pages.DATABASE, Pages.STORE, Pages.ID, Pages.TEXT);
  }
}
