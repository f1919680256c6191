// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final JsonNode NO_DATABASES = Catalog.EMPTY.json();

  private final FakeScheduler scheduler = new FakeScheduler();
  private final FakePageConnection connection = new FakePageConnection();
  private final List<Link> ended = new ArrayList<>();
  private final Link link =
      new Link(
          connection, new ClientName("one", "https://shop.example"), "", scheduler, ended::add);

  @BeforeEach
  void welcome() {
    link.welcome(Optional.empty());
  }

  /** Keeps the calls that it gets. */
  private static final class RecordingHandler implements ResponseHandler {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
    private Runnable onBytes = () -> {};

    @Override
    public int onResponse(JsonNode body) {
      events.add("response");
      return body.path("bytes").asInt();
    }

    @Override
    public CompletableFuture<Void> onBytes(ByteBuffer payload) {
      events.add(payload.remaining() + " bytes");
      onBytes.run();
      return ready;
    }

    @Override
    public void onComplete() {
      events.add("complete");
    }

    @Override
    public void onError(IndexedDbException error) {
      events.add("failed " + error.code());
    }
  }

  @Test
  void hasAtMostFourRequestsOpenAndSendsTheRestInOrder() {
    List<CompletableFuture<Catalog>> results = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      results.add(request());
    }
    assertThat(requests()).containsExactly(0L, 1L, 2L, 3L);

    link.onMessage(new Message.Result(2, NO_DATABASES));
    assertThat(requests()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(results.get(2)).isCompletedWithValue(Catalog.EMPTY);
    assertThat(results.get(0)).isNotDone();
  }

  @Test
  void holdsRequestsBackUntilThePageIsWelcomed() {
    FakePageConnection other = new FakePageConnection();
    Link early = new Link(other, link.client(), "", scheduler, ended::add);
    early.send(new WorkerRequest.ListStores(), new RecordingHandler());
    assertThat(other.sent(Message.Request.class)).isEmpty();
    early.welcome(Optional.empty());
    assertThat(other.sent(Message.class))
        .extracting(message -> message.json().path("type").asText())
        .containsExactly("welcome", "request");
  }

  @Test
  void handsOutPayloadAndCompletesWithTheLastByte() {
    RecordingHandler handler = new RecordingHandler();
    link.send(new WorkerRequest.ListStores(), handler);
    link.onMessage(new Message.Result(0, Json.object().put("bytes", 4)));
    bytes(0, 3);
    bytes(0, 1);
    assertThat(handler.events).containsExactly("response", "3 bytes", "1 bytes", "complete");
  }

  @Test
  void refusesMoreBytesThanWereAnnounced() {
    RecordingHandler handler = new RecordingHandler();
    link.send(new WorkerRequest.ListStores(), handler);
    link.onMessage(new Message.Result(0, Json.object().put("bytes", 4)));
    assertThatThrownBy(() -> bytes(0, 5))
        .isInstanceOfSatisfying(
            IndexedDbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_MESSAGE))
        .hasMessageContaining("sent 5 bytes to request 0, more than announced");
    assertThat(handler.events).containsExactly("response");
  }

  @Test
  void refusesResponsesToRequestsThatAreNotOpen() {
    assertThatThrownBy(() -> link.onMessage(new Message.Result(7, NO_DATABASES)))
        .hasMessageContaining("answers request 7, which is not open");
    assertThatThrownBy(
            () ->
                link.onMessage(
                    new Message.Failure(7, IndexedDbException.of(ErrorCode.WORKER_FAILED, "x"))))
        .hasMessageContaining("answers request 7, which is not open");
    assertThatThrownBy(() -> bytes(7, 1)).hasMessageContaining("to request 7");
    assertThatThrownBy(() -> link.onMessage(new Message.Welcome(1, "1", Optional.empty())))
        .hasMessageContaining("a page does not send 'welcome'");
  }

  @Test
  void refusesASecondResponseToOneRequest() {
    link.send(new WorkerRequest.ListStores(), new RecordingHandler());
    link.onMessage(new Message.Result(0, Json.object().put("bytes", 4)));
    assertThatThrownBy(() -> link.onMessage(new Message.Result(0, Json.object().put("bytes", 4))))
        .hasMessageContaining("answers request 0, which is not open");
  }

  @Test
  void failsARequestWithThePagesError() {
    CompletableFuture<Catalog> result = request();
    link.onMessage(
        new Message.Failure(0, IndexedDbException.of(ErrorCode.DATABASE_BUSY, "Cannot: busy.")));
    assertThat(failure(result).code()).isEqualTo(ErrorCode.DATABASE_BUSY);
  }

  @Test
  void failsWhatIsOpenAndWhatWaitsWhenTheConnectionEnds() {
    List<RecordingHandler> handlers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      handlers.add(new RecordingHandler());
      link.send(new WorkerRequest.ListStores(), handlers.get(i));
    }
    link.onClosed(1006);
    assertThat(handlers)
        .allSatisfy(t -> assertThat(t.events).containsExactly("failed CLIENT_LOST"));
    assertThat(ended).containsExactly(link);
    assertThat(failure(request()).code()).isEqualTo(ErrorCode.CLIENT_LOST);
  }

  @Test
  void tellsThatAProxyTakesNoMessageSoLarge() {
    RecordingHandler handler = new RecordingHandler();
    link.send(new WorkerRequest.ListStores(), handler);
    link.onClosed(1009);
    assertThat(handler.events).containsExactly("failed FRAME_TOO_LARGE");
    assertThat(failure(request()).sentence())
        .endsWith(
            ": a proxy between its page and the agent takes no message of that size (close code"
                + " 1009). Let it pass WebSocket messages of 8 MiB.");
  }

  @Test
  void failsAResponseWhoseLastBytesComeWhileItEndsAndDoesNotCompleteItToo() {
    RecordingHandler handler = new RecordingHandler();
    Thread closer = new Thread(() -> link.onClosed(1006), "closer");
    link.send(new WorkerRequest.ListStores(), handler);
    link.onMessage(new Message.Result(0, Json.object().put("bytes", 4)));
    handler.onBytes =
        () -> {
          closer.start();
          await().until(() -> closer.getState() == Thread.State.BLOCKED);
        };
    bytes(0, 4);
    await().until(() -> !closer.isAlive());
    assertThat(handler.events).containsExactly("response", "4 bytes", "failed CLIENT_LOST");
  }

  @Test
  void isSilentAfterItsEnd() {
    RecordingHandler handler = new RecordingHandler();
    link.send(new WorkerRequest.ListStores(), handler);
    link.onClosed(1006);
    link.onMessage(new Message.Result(0, NO_DATABASES));
    bytes(0, 1);
    assertThat(handler.events).containsExactly("failed CLIENT_LOST");
  }

  @Test
  void isClosedAfterTwoUnansweredPings() {
    link.tick();
    link.onMessage(new Message.Pong());
    link.tick();
    link.tick();
    assertThat(connection.closed()).isEmpty();
    link.tick();
    assertThat(connection.closed())
        .extracting(IndexedDbException::code)
        .containsExactly(ErrorCode.CLIENT_LOST);
    assertThat(connection.sent(Message.Ping.class)).hasSize(3);
    assertThat(ended).containsExactly(link);
  }

  @Test
  void countsPayloadAsASignOfLife() {
    link.send(new WorkerRequest.ListStores(), new RecordingHandler());
    link.onMessage(new Message.Result(0, Json.object().put("bytes", 100)));
    for (int i = 0; i < 10; i++) {
      link.tick();
      bytes(0, 1);
    }
    assertThat(connection.closed()).isEmpty();
  }

  @Test
  void givesUpARequestThatIsSilentAndSwallowsItsLateResponse() {
    RecordingHandler handler = new RecordingHandler();
    link.send(new WorkerRequest.ListStores(), handler);
    scheduler.pass(Link.RESPONSE_TIMEOUT.plusSeconds(1));
    link.tick();
    assertThat(handler.events).containsExactly("failed WORKER_SILENT");

    link.onMessage(new Message.Result(0, Json.object().put("bytes", 4)));
    bytes(0, 4);
    assertThat(handler.events).containsExactly("failed WORKER_SILENT");
    assertThat(connection.closed()).isEmpty();
  }

  @Test
  void isClosedWhenAllFourRequestsAreSilent() {
    for (int i = 0; i < 4; i++) {
      var unused = request();
    }
    scheduler.pass(Link.RESPONSE_TIMEOUT.plus(Duration.ofSeconds(1)));
    link.tick();
    assertThat(connection.closed())
        .extracting(IndexedDbException::code)
        .containsExactly(ErrorCode.WORKER_SILENT);
  }

  @Test
  void doesNotBlameAPageThatIsStoppedForItsSilence() {
    RecordingHandler handler = new RecordingHandler();
    handler.ready = new CompletableFuture<>();
    link.send(new WorkerRequest.ListStores(), handler);
    link.onMessage(new Message.Result(0, Json.object().put("bytes", 100)));
    assertThat(link.onBytes(0, ByteBuffer.allocate(1))).isNotDone();
    for (int i = 0; i < 10; i++) {
      scheduler.pass(Link.RESPONSE_TIMEOUT.dividedBy(2));
      link.tick();
    }
    assertThat(connection.closed()).isEmpty();
    assertThat(handler.events).containsExactly("response", "1 bytes");

    handler.ready.complete(null);
    link.tick();
    assertThat(connection.closed()).isEmpty();
    link.tick();
    assertThat(connection.closed())
        .extracting(IndexedDbException::code)
        .containsExactly(ErrorCode.CLIENT_LOST);
  }

  private void bytes(long id, int size) {
    assertThat(link.onBytes(id, ByteBuffer.allocate(size))).isDone();
  }

  private CompletableFuture<Catalog> request() {
    return link.send(new WorkerRequest.ListStores(), Catalog::fromJson);
  }

  private List<Long> requests() {
    return connection.sent(Message.Request.class).stream().map(Message.Request::id).toList();
  }

  private static IndexedDbException failure(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    return AgentErrors.of(future.handle((value, error) -> error).join());
  }
}
