// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A page link with its export worker, over a real WebSocket but without a browser: says hello,
 * answers pings, and answers requests from {@link FakeStore}s unless a test scripts other
 * behaviour.
 *
 * <p>Answers run on a thread of their own, one after the other; the methods may be called from any.
 */
public final class FakeBrowser implements AutoCloseable {
  /** The origin of pages unless a test says another. */
  public static final String ORIGIN = "http://localhost:3000";

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "fake-browser");
            made.setDaemon(true);
            return made;
          });
  private final List<Message.Request> requests = new CopyOnWriteArrayList<>();
  private volatile boolean keepsRequests = true;
  private final CompletableFuture<Message.Welcome> welcomed = new CompletableFuture<>();
  private final CompletableFuture<Closed> closed = new CompletableFuture<>();
  private final Setup setup;
  private volatile Behaviour behaviour;
  private volatile WebSocket socket;

  /** How a test's page answers a request; called on the browser's thread. */
  public interface Behaviour {
    void answer(FakeBrowser page, Message.Request request);
  }

  /** How the agent ended the connection; 1006 if it was cut. */
  public record Closed(int code, String reason) {}

  /** What a page does by itself. */
  public enum Manners {
    GOOD,
    SILENT,
    DEAF
  }

  /**
   * Who the page is.
   *
   * @param manners what it does by itself
   */
  public record Setup(
      Message.Credential credential,
      String origin,
      Optional<String> token,
      List<FakeStore> stores,
      Manners manners) {
    public static Setup of(String client, FakeStore... stores) {
      return of(new Message.Name(client), stores);
    }

    /** A page that keeps a secret, with the ticket of its last welcome or an empty one. */
    public static Setup of(Message.Credential credential, FakeStore... stores) {
      return new Setup(credential, ORIGIN, Optional.empty(), List.of(stores), Manners.GOOD);
    }

    public Setup withOrigin(String other) {
      return new Setup(credential, other, token, stores, manners);
    }

    public Setup withToken(String other) {
      return new Setup(credential, origin, Optional.of(other), stores, manners);
    }

    /** Says no hello. */
    public Setup silent() {
      return new Setup(credential, origin, token, stores, Manners.SILENT);
    }

    /** Answers no pings. */
    public Setup deaf() {
      return new Setup(credential, origin, token, stores, Manners.DEAF);
    }
  }

  private FakeBrowser(Setup setup, Behaviour behaviour) {
    this.setup = setup;
    this.behaviour = behaviour;
  }

  /** Connects and waits for the welcome. */
  public static FakeBrowser link(URI agent, Setup setup) {
    return link(agent, setup, FakeBrowser::answerHonestly);
  }

  public static FakeBrowser link(URI agent, Setup setup, Behaviour behaviour) {
    FakeBrowser browser = open(agent, setup, HttpClient.newHttpClient(), behaviour);
    browser.welcomed.join();
    return browser;
  }

  /** Connects, and waits for nothing. */
  public static FakeBrowser open(URI agent, Setup setup, HttpClient http, Behaviour behaviour) {
    FakeBrowser browser = new FakeBrowser(setup, behaviour);
    URI address = URI.create(agent.toString().replaceFirst("^http", "ws") + Protocol.CONNECT);
    browser.socket =
        http.newWebSocketBuilder()
            .header("Origin", setup.origin)
            .buildAsync(address, browser.new Incoming())
            .join();
    if (setup.manners != Manners.SILENT) {
      browser.send(
          new Message.Hello(
              Protocol.PROTOCOL_VERSION,
              setup.token,
              new Message.Page(setup.credential, "FakeBrowser/1.0", "0.1.0")));
    }
    return browser;
  }

  public void behave(Behaviour other) {
    behaviour = other;
  }

  /** Keeps no further requests: for a page that is asked more than memory holds. */
  public void forgetRequests() {
    keepsRequests = false;
  }

  /** Returns all requests so far. */
  public List<Message.Request> requests() {
    return List.copyOf(requests);
  }

  /** Returns the requests of that kind so far. */
  public <A extends WorkerRequest> List<A> requests(Class<A> kind) {
    return requests.stream()
        .map(Message.Request::body)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  public CompletableFuture<Message.Welcome> welcomed() {
    return welcomed;
  }

  /** The ticket of its welcome, which a page with a secret keeps. */
  public String ticket() {
    return welcomed.join().ticket().orElseThrow();
  }

  public CompletableFuture<Closed> closed() {
    return closed;
  }

  /** As a good worker would. */
  public void answerHonestly(Message.Request request) {
    WorkerRequest body = request.body();
    if (body instanceof WorkerRequest.ListStores) {
      result(request, new Catalog(setup.stores.stream().map(FakeStore::catalog).toList()).json());
    } else if (body instanceof WorkerRequest.Plan plan) {
      store(request, plan.store()).ifPresent(store -> result(request, store.plan(plan).json()));
    } else if (body instanceof WorkerRequest.Summarize summarize) {
      store(request, summarize.store())
          .ifPresent(store -> result(request, store.summarize(summarize).json()));
    } else if (body instanceof WorkerRequest.Read read) {
      store(request, read.store())
          .ifPresent(
              store -> {
                result(request, store.batch(read).json());
                bytes(request, store.bytes(read));
              });
    }
  }

  public void result(Message.Request request, JsonNode body) {
    send(new Message.Result(request.id(), body));
  }

  public void fail(Message.Request request, ErrorCode code, String sentence) {
    send(new Message.Failure(request.id(), IndexedDbException.of(code, sentence)));
  }

  /** Payload of an answer, in frames of the right size. */
  public void bytes(Message.Request request, byte[] payload) {
    for (int from = 0; from < payload.length; from += Protocol.MAX_FRAME_BYTES) {
      int size = Math.min(Protocol.MAX_FRAME_BYTES, payload.length - from);
      frame(request.id(), ByteBuffer.wrap(payload, from, size));
    }
  }

  /** One binary frame, whatever its size. */
  public void frame(long id, ByteBuffer payload) {
    ByteBuffer frame = ByteBuffer.allocate(Protocol.FRAME_HEADER_BYTES + payload.remaining());
    frame.putInt((int) id).put(payload.duplicate()).flip();
    binary(frame);
  }

  public synchronized void binary(ByteBuffer frame) {
    await(socket.sendBinary(frame, true));
  }

  public void send(Message message) {
    text(Json.write(message.json()));
  }

  public synchronized void text(String text) {
    await(socket.sendText(text, true));
  }

  /** A part of a text that is to go on; nothing else can be said before its end. */
  public synchronized void part(String text) {
    await(socket.sendText(text, false));
  }

  /** As a tab that is closed. */
  @Override
  public void close() {
    thread.shutdownNow();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(error -> null);
    closed.orTimeout(2, TimeUnit.SECONDS).exceptionally(error -> null).join();
    socket.abort();
  }

  /** As a renderer that crashes. */
  public void cut() {
    thread.shutdownNow();
    socket.abort();
  }

  /** A text that goes on; unlike {@link #text} it says whether anybody still took it. */
  public synchronized boolean beginning(String part) {
    try {
      socket.sendText(part, false).join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private Optional<FakeStore> store(Message.Request request, WorkerRequest.StoreName name) {
    Optional<FakeStore> found =
        setup.stores.stream()
            .filter(store -> store.database().equals(name.database()))
            .filter(store -> store.name().equals(name.store()))
            .findFirst();
    if (found.isEmpty()) {
      boolean database =
          setup.stores.stream().anyMatch(store -> store.database().equals(name.database()));
      fail(
          request,
          database ? ErrorCode.STORE_NOT_FOUND : ErrorCode.DATABASE_NOT_FOUND,
          "Cannot read '" + name.database() + "/" + name.store() + "': it is not there. Look.");
    }
    return found;
  }

  /** A connection that was closed meanwhile is what many a test is about. */
  private void await(CompletableFuture<WebSocket> sent) {
    sent.exceptionally(error -> socket).join();
  }

  private void receive(String text) {
    Message message = Message.fromText(text);
    if (message instanceof Message.Welcome welcome) {
      welcomed.complete(welcome);
    } else if (message instanceof Message.Ping) {
      if (setup.manners != Manners.DEAF) {
        send(new Message.Pong());
      }
    } else if (message instanceof Message.Request request) {
      if (keepsRequests) {
        requests.add(request);
      }
      behaviour.answer(this, request);
    }
  }

  private void ended(int code, String reason) {
    closed.complete(new Closed(code, reason));
    welcomed.completeExceptionally(new IllegalStateException("closed: " + code + " " + reason));
  }

  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        if (!thread.isShutdown()) {
          thread.execute(() -> receive(whole));
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      ended(code, reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended(1006, String.valueOf(error.getMessage()));
    }
  }
}
