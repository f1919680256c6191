// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.runtime.Clockwork;
import io.github.sparkindexeddb.agent.runtime.Version;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Ask;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.nio.ByteBuffer;
import java.time.Duration;
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
 * One page's connection after its hello: sends asks, at most {@link Protocol#REQUESTS_AT_ONCE} at a
 * time and the rest in the order they came, and hands out the answers.
 *
 * <p>Asks may come from any thread, messages come from the line's. State is guarded by {@code
 * this}; receivers are called under {@code receiving}, never under {@code this}.
 */
public final class Link {
  /**
   * The page itself sends an ask to a silent worker again and gives up after four minutes at most;
   * one that is silent for longer has lost the ask.
   */
  static final Duration SILENCE = Duration.ofMinutes(5);

  private static final int PINGS_MISSED = 2;

  private final Line line;
  private final ClientName client;
  private final LinkFaults faults;
  private final Clockwork clockwork;
  private final Consumer<Link> onEnd;

  /** Held while a receiver is called, so that no answer's part comes after its end. */
  private final Object receiving = new Object();

  private final Map<Long, Inquiry> open = new HashMap<>();
  private final Queue<Inquiry> waiting = new ArrayDeque<>();
  private Optional<IndexedDbException> end = Optional.empty();
  private boolean welcomed;
  private long nextId;
  private int pingsUnanswered;

  /**
   * @param onEnd called once, before the asks that are open fail
   */
  Link(Line line, ClientName client, Clockwork clockwork, Consumer<Link> onEnd) {
    this.line = line;
    this.client = client;
    this.faults = new LinkFaults(client);
    this.clockwork = clockwork;
    this.onEnd = onEnd;
  }

  ClientName client() {
    return client;
  }

  /** Tells the page that it is taken in; asks are held back until then. */
  synchronized void welcome() {
    line.send(Json.write(new Message.Welcome(Protocol.VERSION, Version.TEXT).json()));
    welcomed = true;
    sendWaiting();
  }

  /** The answer as {@code read} makes it; a link that ends fails it with the link's error. */
  <T> CompletableFuture<T> ask(Ask ask, Function<JsonNode, T> read) {
    Reply<T> reply = new Reply<>(read);
    ask(ask, reply);
    return reply.future();
  }

  public void ask(Ask ask, Receiver receiver) {
    Optional<IndexedDbException> ended;
    synchronized (this) {
      ended = end;
      if (ended.isEmpty()) {
        waiting.add(new Inquiry(ask, receiver));
        sendWaiting();
      }
    }
    ended.ifPresent(receiver::failed);
  }

  /**
   * @throws IndexedDbException if a page may not send this now; the link is to be closed then
   */
  void message(Message message) {
    synchronized (receiving) {
      if (hear()) {
        if (message instanceof Message.Result result) {
          result(result);
        } else if (message instanceof Message.Failure failure) {
          failure(failure);
        } else if (!(message instanceof Message.Pong)) {
          throw faults.garbage(
              "a page does not send '" + message.json().path("type").asText() + "'");
        }
      }
    }
  }

  /**
   * Payload of an answer.
   *
   * @throws IndexedDbException if none is missing there; the link is to be closed then
   */
  void bytes(long id, ByteBuffer payload) {
    synchronized (receiving) {
      if (hear()) {
        int size = payload.remaining();
        Inquiry inquiry = take(id, size);
        inquiry.receiver().bytes(payload);
        finishIfComplete(id, inquiry);
      }
    }
  }

  /** To be called every ten seconds: pings, and gives up what has been silent for too long. */
  void tick() {
    boolean dead;
    List<Inquiry> silent = new ArrayList<>();
    synchronized (this) {
      dead = pingsUnanswered >= PINGS_MISSED;
      pingsUnanswered++;
      open.values().stream().filter(this::isSilent).forEach(silent::add);
    }
    if (dead) {
      close(faults.lost("it has not answered for " + PINGS_MISSED + " pings"));
      return;
    }
    line.send(Json.write(new Message.Ping().json()));
    silent.forEach(this::abandon);
  }

  /** Closes the line and fails every ask with the reason. */
  void close(IndexedDbException reason) {
    line.close(reason);
    ended(reason);
  }

  /** Ends the link because the agent stops. */
  void goAway() {
    line.goAway();
    ended(faults.lost("the agent stops"));
  }

  /** The line is gone. */
  void closed() {
    ended(faults.lost("its page was closed, reloaded or cut off"));
  }

  private void result(Message.Result result) {
    Inquiry inquiry = take(result.id());
    int bytes = inquiry.receiver().answered(result.body());
    synchronized (this) {
      inquiry.answer(bytes);
    }
    finishIfComplete(result.id(), inquiry);
  }

  private void failure(Message.Failure failure) {
    Inquiry inquiry;
    synchronized (this) {
      inquiry = open.remove(failure.id());
      sendWaiting();
    }
    if (inquiry == null) {
      throw faults.garbage("it answers request " + failure.id() + ", which is not open");
    }
    inquiry.receiver().failed(failure.error());
  }

  private void finishIfComplete(long id, Inquiry inquiry) {
    boolean complete;
    synchronized (this) {
      complete = inquiry.complete();
      if (complete) {
        open.remove(id);
        sendWaiting();
      }
    }
    if (complete) {
      inquiry.receiver().complete();
    }
  }

  private synchronized Inquiry take(long id) {
    Inquiry inquiry = open.get(id);
    if (inquiry == null || inquiry.answered()) {
      throw faults.garbage("it answers request " + id + ", which is not open");
    }
    inquiry.heard(clockwork.now());
    return inquiry;
  }

  private synchronized Inquiry take(long id, int bytes) {
    Inquiry inquiry = open.get(id);
    if (inquiry == null || !inquiry.takes(bytes)) {
      throw faults.garbage(
          "it sent " + bytes + " bytes to request " + id + ", more than announced");
    }
    inquiry.heard(clockwork.now());
    inquiry.took(bytes);
    return inquiry;
  }

  /** Any message is a sign of life: a pong may stand behind many megabytes. */
  private synchronized boolean hear() {
    pingsUnanswered = 0;
    return end.isEmpty();
  }

  /** Guarded by {@code this}. */
  private void sendWaiting() {
    while (welcomed && open.size() < Protocol.REQUESTS_AT_ONCE && !waiting.isEmpty()) {
      Inquiry next = waiting.remove();
      long id = nextId;
      nextId = nextId + 1 & 0xFFFF_FFFFL;
      open.put(id, next);
      next.heard(clockwork.now());
      line.send(Json.write(new Message.Request(id, next.ask()).json()));
    }
  }

  private boolean isSilent(Inquiry inquiry) {
    return !inquiry.abandoned() && !inquiry.heardSince(clockwork.now().minus(SILENCE));
  }

  private void abandon(Inquiry inquiry) {
    boolean stuck;
    synchronized (receiving) {
      Receiver former;
      synchronized (this) {
        if (!open.containsValue(inquiry)) {
          return;
        }
        former = inquiry.abandon();
        stuck =
            open.size() == Protocol.REQUESTS_AT_ONCE
                && open.values().stream().allMatch(Inquiry::abandoned);
      }
      former.failed(faults.silent());
    }
    if (stuck) {
      close(faults.silent());
    }
  }

  private void ended(IndexedDbException reason) {
    onEnd.accept(this);
    List<Inquiry> left;
    synchronized (this) {
      if (end.isPresent()) {
        return;
      }
      end = Optional.of(reason);
      left = new ArrayList<>(open.values());
      left.addAll(waiting);
      open.clear();
      waiting.clear();
    }
    synchronized (receiving) {
      left.forEach(inquiry -> inquiry.receiver().failed(reason));
    }
  }
}
