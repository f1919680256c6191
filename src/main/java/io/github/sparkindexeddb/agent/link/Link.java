// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.agent.runtime.Version;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One page's connection after its hello: sends requests, at most {@link
 * Protocol#MAX_REQUESTS_AT_ONCE} at a time and the rest in the order they came, and hands out the
 * responses.
 *
 * <p>Requests may come from any thread, messages come from the connection's. State is guarded by
 * {@code this}; handlers are called under {@code handlerLock}, never under {@code this}.
 */
public final class Link {
  /**
   * The page itself sends a request to a silent worker again and gives up after four minutes at
   * most; one that is silent for longer has lost the request.
   */
  static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(5);

  private static final int MAX_MISSED_PINGS = 2;

  /** What neither a page nor this agent says: something between them takes no message so large. */
  private static final int CLOSE_TOO_LARGE = 1009;

  private final PageConnection connection;
  private final ClientName client;
  private final String lineage;
  private final LinkErrors errors;
  private final Scheduler scheduler;
  private final Consumer<Link> onEnd;

  /** Held while a handler is called, so that no part of a response comes after its end. */
  private final Object handlerLock = new Object();

  private final Map<Long, PendingRequest> inFlight = new HashMap<>();
  private final Queue<PendingRequest> queued = new ArrayDeque<>();
  private Optional<IndexedDbException> closeReason = Optional.empty();
  private Optional<Instant> silentSince = Optional.empty();
  private boolean welcomed;
  private volatile boolean answered;

  /** When the page may send more: until then it cannot be heard. */
  private volatile CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

  private long nextId;
  private int unansweredPings;

  /**
   * @param lineage equal for two links of the client that are of one browser for certain
   * @param onEnd called once, before the requests that are open fail
   */
  Link(
      PageConnection connection,
      ClientName client,
      String lineage,
      Scheduler scheduler,
      Consumer<Link> onEnd) {
    this.connection = connection;
    this.client = client;
    this.lineage = lineage;
    this.errors = new LinkErrors(client);
    this.scheduler = scheduler;
    this.onEnd = onEnd;
  }

  ClientName client() {
    return client;
  }

  /** Returns what is equal for two links of the client that are of one browser for certain. */
  public String lineage() {
    return lineage;
  }

  /** Returns whether the page has said anything since its welcome, which it has got then. */
  boolean isAnswered() {
    return answered;
  }

  /** Tells the page that it is linked; requests are held back until then. */
  synchronized void welcome(Optional<String> ticket) {
    connection.send(
        Json.write(new Message.Welcome(Protocol.PROTOCOL_VERSION, Version.TEXT, ticket).json()));
    welcomed = true;
    sendQueued();
  }

  /** Returns the response as {@code parser} makes it; fails with the link's error if it ends. */
  <T> CompletableFuture<T> send(WorkerRequest request, Function<JsonNode, T> parser) {
    FutureResponse<T> response = new FutureResponse<>(parser);
    send(request, response);
    return response.future();
  }

  /** Sends the request when its turn comes; the handler may be called before this returns. */
  public void send(WorkerRequest request, ResponseHandler handler) {
    Optional<IndexedDbException> ended;
    synchronized (this) {
      ended = closeReason;
      if (ended.isEmpty()) {
        queued.add(new PendingRequest(request, handler));
        sendQueued();
      }
    }
    ended.ifPresent(handler::onError);
  }

  /** Returns since when it answers nothing, if somebody has waited in vain. */
  public synchronized Optional<Instant> silentSince() {
    return silentSince;
  }

  /** Notes that somebody waited in vain since then, and returns since when nothing is answered. */
  public synchronized Instant markSilent(Instant since) {
    silentSince = silentSince.or(() -> Optional.of(since));
    return silentSince.get();
  }

  /**
   * Takes a message of the page.
   *
   * @throws IndexedDbException if a page may not send this now; the link is to be closed then
   */
  void onMessage(Message message) {
    synchronized (handlerLock) {
      markAlive();
      if (isOpen()) {
        if (message instanceof Message.Result result) {
          onResult(result);
        } else if (message instanceof Message.Failure failure) {
          onFailure(failure);
        } else if (!(message instanceof Message.Pong)) {
          throw errors.unexpectedMessage(message.json().path("type").asText());
        }
      }
    }
  }

  /**
   * Takes a part of the payload of a response.
   *
   * @return when the page may send more
   * @throws IndexedDbException if none is missing there; the link is to be closed then
   */
  CompletableFuture<Void> onBytes(long id, ByteBuffer payload) {
    synchronized (handlerLock) {
      markAlive();
      if (isOpen()) {
        PendingRequest request = acceptBytes(id, payload.remaining());
        ready = request.handler().onBytes(payload);
        completeIfWhole(id, request);
      }
      return ready;
    }
  }

  /** Pings, and gives up requests that were silent for too long; to be called every ten seconds. */
  void tick() {
    boolean dead;
    List<PendingRequest> silent = new ArrayList<>();
    synchronized (this) {
      if (!ready.isDone()) {
        excuseSilence();
      }
      dead = unansweredPings >= MAX_MISSED_PINGS;
      unansweredPings++;
      inFlight.values().stream().filter(this::isTimedOut).forEach(silent::add);
    }
    if (dead) {
      close(errors.pingsUnanswered(MAX_MISSED_PINGS));
      return;
    }
    connection.send(Json.write(new Message.Ping().json()));
    silent.forEach(this::abandon);
  }

  /** Closes the connection and fails every request with the reason. */
  void close(IndexedDbException reason) {
    // First, as the end of the connection would give another reason.
    terminate(reason);
    connection.close(reason);
  }

  /** Ends the link because the agent stops. */
  void goAway() {
    connection.goAway();
    terminate(errors.agentStopped());
  }

  /** Ends the link because its connection is gone. */
  void onClosed(int closeCode) {
    terminate(closeCode == CLOSE_TOO_LARGE ? errors.refusedByProxy() : errors.pageClosed());
  }

  private void onResult(Message.Result result) {
    PendingRequest request = requireAwaitingResult(result.id());
    int bytes = request.handler().onResponse(result.body());
    synchronized (this) {
      silentSince = Optional.empty();
      request.expect(bytes);
    }
    completeIfWhole(result.id(), request);
  }

  private void onFailure(Message.Failure failure) {
    PendingRequest request;
    synchronized (this) {
      request = inFlight.remove(failure.id());
      // That a page tells of a silent worker is no sign of life of the worker.
      if (failure.error().code() != ErrorCode.WORKER_SILENT) {
        silentSince = Optional.empty();
      }
      sendQueued();
    }
    if (request == null) {
      throw errors.requestNotOpen(failure.id());
    }
    request.handler().onError(failure.error());
  }

  private void completeIfWhole(long id, PendingRequest request) {
    boolean complete;
    synchronized (this) {
      // A link that ends meanwhile has taken it out, and fails it: once is enough.
      complete = request.isComplete() && inFlight.remove(id, request);
      if (complete) {
        sendQueued();
      }
    }
    if (complete) {
      request.handler().onComplete();
    }
  }

  /** Returns the request with that id, which has no result yet. */
  private synchronized PendingRequest requireAwaitingResult(long id) {
    PendingRequest request = inFlight.get(id);
    if (request == null || request.isAnswered()) {
      throw errors.requestNotOpen(id);
    }
    request.touch(scheduler.now());
    return request;
  }

  /**
   * Returns the request with that id, whose result announced the bytes, and counts them as come.
   */
  private synchronized PendingRequest acceptBytes(long id, int bytes) {
    PendingRequest request = inFlight.get(id);
    if (request == null || !request.accepts(bytes)) {
      throw errors.unannouncedBytes(id, bytes);
    }
    request.touch(scheduler.now());
    request.consume(bytes);
    return request;
  }

  /** Any message is a sign of life: a pong may stand behind many megabytes. */
  private synchronized void markAlive() {
    unansweredPings = 0;
    answered = true;
  }

  /** A page that was stopped is not to blame that nothing comes. Guarded by {@code this}. */
  private void excuseSilence() {
    unansweredPings = 0;
    inFlight.values().forEach(request -> request.touch(scheduler.now()));
  }

  private synchronized boolean isOpen() {
    return closeReason.isEmpty();
  }

  /** Guarded by {@code this}. */
  private void sendQueued() {
    while (welcomed && inFlight.size() < Protocol.MAX_REQUESTS_AT_ONCE && !queued.isEmpty()) {
      PendingRequest next = queued.remove();
      long id = nextId;
      nextId = nextId + 1 & 0xFFFF_FFFFL;
      inFlight.put(id, next);
      next.touch(scheduler.now());
      connection.send(Json.write(new Message.Request(id, next.request()).json()));
    }
  }

  private boolean isTimedOut(PendingRequest request) {
    return !request.isAbandoned()
        && !request.isActiveSince(scheduler.now().minus(RESPONSE_TIMEOUT));
  }

  private void abandon(PendingRequest request) {
    boolean stuck;
    synchronized (handlerLock) {
      ResponseHandler former;
      synchronized (this) {
        if (!inFlight.containsValue(request)) {
          return;
        }
        former = request.abandon();
        stuck =
            inFlight.size() == Protocol.MAX_REQUESTS_AT_ONCE
                && inFlight.values().stream().allMatch(PendingRequest::isAbandoned);
      }
      former.onError(errors.responseTimeout());
    }
    if (stuck) {
      close(errors.responseTimeout());
    }
  }

  private void terminate(IndexedDbException reason) {
    onEnd.accept(this);
    List<PendingRequest> open;
    synchronized (this) {
      if (closeReason.isPresent()) {
        return;
      }
      closeReason = Optional.of(reason);
      open = new ArrayList<>(inFlight.values());
      open.addAll(queued);
      inFlight.clear();
      queued.clear();
    }
    synchronized (handlerLock) {
      open.forEach(request -> request.handler().onError(reason));
    }
  }
}
