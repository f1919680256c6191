// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * One connection of the Chrome DevTools Protocol: calls and events of the browser and, in flat
 * mode, of every session on it.
 *
 * <p>Safe for use by several threads; event listeners run on the connection's reading thread and
 * must not call.
 */
final class DevTools implements AutoCloseable {
  /** A method's error, as the browser worded it. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** Something that happened in a session; the browser's own session is the empty string. */
  record Event(String session, String method, JsonNode params) {}

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final OkHttpClient http = new OkHttpClient.Builder().build();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final WebSocket socket;

  private DevTools(String url) {
    socket = http.newWebSocket(new Request.Builder().url(url).build(), new Reader());
  }

  static DevTools connect(String url) {
    return new DevTools(url);
  }

  void onEvent(Consumer<Event> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<Event> listener) {
    listeners.remove(listener);
  }

  /** Calls a method and waits for its result, two minutes at most. */
  JsonNode call(String session, String method, ObjectNode params) {
    CompletableFuture<JsonNode> result = send(session, method, params);
    try {
      return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new Refused(method + ": " + e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw new Refused(method + ": no answer within " + LIMIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(method + ": interrupted");
    }
  }

  /** Calls a method without waiting: some, such as a crash, never answer. */
  CompletableFuture<JsonNode> send(String session, String method, ObjectNode params) {
    int id = ids.incrementAndGet();
    ObjectNode message = Json.object().put("id", id).put("method", method);
    message.set("params", params);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> result = new CompletableFuture<>();
    waiting.put(id, result);
    if (!socket.send(Json.write(message))) {
      waiting.remove(id);
      result.completeExceptionally(new Refused("the connection to the browser is closed"));
    }
    return result;
  }

  private void answer(JsonNode message) {
    CompletableFuture<JsonNode> result = waiting.remove(message.get("id").asInt());
    if (result != null && message.has("error")) {
      result.completeExceptionally(new Refused(message.path("error").path("message").asText()));
    } else if (result != null) {
      result.complete(message.path("result"));
    }
  }

  private void fail(String why) {
    waiting.values().forEach(result -> result.completeExceptionally(new Refused(why)));
    waiting.clear();
  }

  @Override
  public void close() {
    socket.cancel();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private final class Reader extends WebSocketListener {
    @Override
    public void onMessage(WebSocket webSocket, String text) {
      JsonNode message = Json.parse(text);
      if (message.has("id")) {
        answer(message);
        return;
      }
      Event event =
          new Event(
              message.path("sessionId").asText(""),
              message.path("method").asText(),
              message.path("params"));
      listeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
      fail("the browser closed the connection");
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, Response response) {
      fail("the connection to the browser broke: " + failure);
    }
  }
}
