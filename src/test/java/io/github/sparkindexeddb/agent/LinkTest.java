// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Ask;
import io.github.sparkindexeddb.wire.Catalog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Message;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final JsonNode NO_DATABASES = Catalog.EMPTY.json();

  private final FakeClockwork clockwork = new FakeClockwork();
  private final FakeLine line = new FakeLine();
  private final List<Link> ended = new ArrayList<>();
  private final Link link =
      new Link(line, new ClientName("one", "https://shop.example"), clockwork, ended::add);

  @BeforeEach
  void welcome() {
    link.welcome();
  }

  /** Keeps what happens. */
  private static final class Taker implements Receiver {
    private final List<String> events = new ArrayList<>();

    @Override
    public int answered(JsonNode body) {
      events.add("answered");
      return body.path("bytes").asInt();
    }

    @Override
    public void bytes(ByteBuffer payload) {
      events.add(payload.remaining() + " bytes");
    }

    @Override
    public void complete() {
      events.add("complete");
    }

    @Override
    public void failed(IndexedDbException error) {
      events.add("failed " + error.code());
    }
  }

  @Test
  void hasAtMostFourAsksOpenAndSendsTheRestInOrder() {
    List<CompletableFuture<Catalog>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(ask());
    }
    assertThat(requests()).containsExactly(0L, 1L, 2L, 3L);

    link.message(new Message.Result(2, NO_DATABASES));
    assertThat(requests()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(answers.get(2)).isCompletedWithValue(Catalog.EMPTY);
    assertThat(answers.get(0)).isNotDone();
  }

  @Test
  void holdsAsksBackUntilThePageIsWelcomed() {
    FakeLine other = new FakeLine();
    Link early = new Link(other, link.client(), clockwork, ended::add);
    early.ask(new Ask.ListStores(), new Taker());
    assertThat(other.sent(Message.Request.class)).isEmpty();
    early.welcome();
    assertThat(other.sent(Message.class))
        .extracting(message -> message.json().path("type").asText())
        .containsExactly("welcome", "request");
  }

  @Test
  void handsOutPayloadAndCompletesWithTheLastByte() {
    Taker taker = new Taker();
    link.ask(new Ask.ListStores(), taker);
    link.message(new Message.Result(0, Json.object().put("bytes", 4)));
    link.bytes(0, ByteBuffer.allocate(3));
    link.bytes(0, ByteBuffer.allocate(1));
    assertThat(taker.events).containsExactly("answered", "3 bytes", "1 bytes", "complete");
  }

  @Test
  void refusesMoreBytesThanWereAnnounced() {
    Taker taker = new Taker();
    link.ask(new Ask.ListStores(), taker);
    link.message(new Message.Result(0, Json.object().put("bytes", 4)));
    assertThatThrownBy(() -> link.bytes(0, ByteBuffer.allocate(5)))
        .isInstanceOfSatisfying(
            IndexedDbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_MESSAGE))
        .hasMessageContaining("sent 5 bytes to request 0, more than announced");
    assertThat(taker.events).containsExactly("answered");
  }

  @Test
  void refusesAnswersToWhatWasNotAsked() {
    assertThatThrownBy(() -> link.message(new Message.Result(7, NO_DATABASES)))
        .hasMessageContaining("answers request 7, which is not open");
    assertThatThrownBy(
            () ->
                link.message(
                    new Message.Failure(7, new IndexedDbException(ErrorCode.WORKER_FAILED, "x"))))
        .hasMessageContaining("answers request 7, which is not open");
    assertThatThrownBy(() -> link.bytes(7, ByteBuffer.allocate(1)))
        .hasMessageContaining("to request 7");
    assertThatThrownBy(() -> link.message(new Message.Welcome(1, "1")))
        .hasMessageContaining("a page does not send 'welcome'");
  }

  @Test
  void refusesASecondAnswerToOneAsk() {
    link.ask(new Ask.ListStores(), new Taker());
    link.message(new Message.Result(0, Json.object().put("bytes", 4)));
    assertThatThrownBy(() -> link.message(new Message.Result(0, Json.object().put("bytes", 4))))
        .hasMessageContaining("answers request 0, which is not open");
  }

  @Test
  void failsAnAskWithThePagesError() {
    CompletableFuture<Catalog> answer = ask();
    link.message(
        new Message.Failure(0, new IndexedDbException(ErrorCode.DATABASE_BUSY, "Cannot: busy.")));
    assertThat(failure(answer).code()).isEqualTo(ErrorCode.DATABASE_BUSY);
  }

  @Test
  void failsWhatIsOpenAndWhatWaitsWhenTheLineEnds() {
    List<Taker> takers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      takers.add(new Taker());
      link.ask(new Ask.ListStores(), takers.get(i));
    }
    link.closed();
    assertThat(takers).allSatisfy(t -> assertThat(t.events).containsExactly("failed CLIENT_LOST"));
    assertThat(ended).containsExactly(link);
    assertThat(failure(ask()).code()).isEqualTo(ErrorCode.CLIENT_LOST);
  }

  @Test
  void isSilentAfterItsEnd() {
    Taker taker = new Taker();
    link.ask(new Ask.ListStores(), taker);
    link.closed();
    link.message(new Message.Result(0, NO_DATABASES));
    link.bytes(0, ByteBuffer.allocate(1));
    assertThat(taker.events).containsExactly("failed CLIENT_LOST");
  }

  @Test
  void isClosedAfterTwoUnansweredPings() {
    link.tick();
    link.message(new Message.Pong());
    link.tick();
    link.tick();
    assertThat(line.closed()).isEmpty();
    link.tick();
    assertThat(line.closed())
        .extracting(IndexedDbException::code)
        .containsExactly(ErrorCode.CLIENT_LOST);
    assertThat(line.sent(Message.Ping.class)).hasSize(3);
    assertThat(ended).containsExactly(link);
  }

  @Test
  void takesPayloadForASignOfLife() {
    link.ask(new Ask.ListStores(), new Taker());
    link.message(new Message.Result(0, Json.object().put("bytes", 100)));
    for (int i = 0; i < 10; i++) {
      link.tick();
      link.bytes(0, ByteBuffer.allocate(1));
    }
    assertThat(line.closed()).isEmpty();
  }

  @Test
  void givesUpAnAskThatIsSilentAndSwallowsItsLateAnswer() {
    Taker taker = new Taker();
    link.ask(new Ask.ListStores(), taker);
    clockwork.pass(Link.SILENCE.plusSeconds(1));
    link.tick();
    assertThat(taker.events).containsExactly("failed WORKER_SILENT");

    link.message(new Message.Result(0, Json.object().put("bytes", 4)));
    link.bytes(0, ByteBuffer.allocate(4));
    assertThat(taker.events).containsExactly("failed WORKER_SILENT");
    assertThat(line.closed()).isEmpty();
  }

  @Test
  void isClosedWhenAllFourAsksAreSilent() {
    for (int i = 0; i < 4; i++) {
      var unused = ask();
    }
    clockwork.pass(Link.SILENCE.plus(Duration.ofSeconds(1)));
    link.tick();
    assertThat(line.closed())
        .extracting(IndexedDbException::code)
        .containsExactly(ErrorCode.WORKER_SILENT);
  }

  private CompletableFuture<Catalog> ask() {
    return link.ask(new Ask.ListStores(), Catalog::fromJson);
  }

  private List<Long> requests() {
    return line.sent(Message.Request.class).stream().map(Message.Request::id).toList();
  }

  private static IndexedDbException failure(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    return Failures.of(future.handle((value, error) -> error).join());
  }
}
