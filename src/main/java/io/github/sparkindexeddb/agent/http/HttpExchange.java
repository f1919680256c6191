// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.access.TokenUse;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** One request and its response, which is sent once. Confined to the handler of the route. */
final class HttpExchange {
  /** A scan of thousands of columns. */
  private static final int MAX_BODY_BYTES = 8 << 20;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final OpenConnections.Peer peer;
  private final List<String> path;

  /** Whether it is the peer's turn, which it must take in time. */
  private volatile boolean readingBody;

  private volatile TokenUse tokenUse = TokenUse.NONE;

  /** What was sent in place of an answer, or cut one off. */
  private volatile Optional<IndexedDbException> error = Optional.empty();

  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  HttpExchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.peer = BoundedConnector.peer(request);
    String canonical = Optional.ofNullable(request.getHttpURI().getCanonicalPath()).orElse("/");
    this.path = List.of(canonical.substring(canonical.startsWith("/") ? 1 : 0).split("/", -1));
  }

  Request request() {
    return request;
  }

  Response response() {
    return response;
  }

  Callback callback() {
    return callback;
  }

  OpenConnections.Peer peer() {
    return peer;
  }

  /** Notes that the head is whole; after the answer the next one is waited for. */
  void begin() {
    long number = peer.begin();
    Request.addCompletionListener(request, failure -> peer.end(number));
  }

  /** Notes that the peer may have the answer, however long that takes. */
  void serve() {
    peer.serve();
  }

  /** Returns by which token the peer may have the answer. */
  TokenUse tokenUse() {
    return tokenUse;
  }

  void setTokenUse(TokenUse use) {
    tokenUse = use;
  }

  Optional<IndexedDbException> error() {
    return error;
  }

  String method() {
    return request.getMethod();
  }

  /** Returns the segments of the path, {@code [""]} for the root. */
  List<String> path() {
    return path;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** Returns how often the header came. */
  int headerCount(String name) {
    return request.getHeaders().getValuesList(name).size();
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(parameters().getValue(name));
  }

  /**
   * Returns all parameters of the URL.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if one is given twice
   */
  Map<String, String> query() {
    Map<String, String> query = new TreeMap<>();
    for (Fields.Field field : parameters()) {
      if (field.getValues().size() > 1) {
        throw IndexedDbException.of(
            ErrorCode.BAD_REQUEST,
            "Cannot answer the request: '%s' is in its URL more than once. Give it once.",
            AgentLog.plain(field.getName()));
      }
      query.put(field.getName(), field.getValue());
    }
    return query;
  }

  private Fields parameters() {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw e instanceof HttpException ? queryError(e) : e;
    }
  }

  private static IndexedDbException queryError(Throwable error) {
    return IndexedDbException.of(
            ErrorCode.BAD_REQUEST,
            "Cannot answer the request: the query of its URL is not UTF-8 in percent-encoding."
                + " Correct it.")
        .causedBy(error);
  }

  /**
   * Returns the body as the parser makes it; fails with {@code BODY_TOO_LARGE}, {@code
   * BAD_REQUEST}.
   */
  // The form that stays takes a promise.
  @SuppressWarnings("removal")
  <T> CompletableFuture<T> body(Function<JsonNode, T> parser) {
    if (request.getLength() > MAX_BODY_BYTES) {
      return CompletableFuture.failedFuture(bodyTooLarge());
    }
    readingBody = true;
    peer.awaitBody();
    return Content.Source.asByteArrayAsync(request, MAX_BODY_BYTES)
        .handle(
            (bytes, error) -> {
              readingBody = false;
              if (error != null) {
                throw bodyError(error);
              }
              peer.serve();
              return parser.apply(parse(bytes));
            });
  }

  void sendJson(JsonNode body) {
    send(200, "application/json", Json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends the value as soon as it is there, or the error that failed it. A browser may work for it
   * longer than a connection may be idle.
   */
  void sendJson(CompletableFuture<? extends JsonNode> body) {
    awaitBrowser();
    tokenUse.onTokenEnd(body::completeExceptionally);
    Futures.onComplete(
        body,
        (value, failure) -> {
          tokenUse.close();
          if (failure == null) {
            sendJson(value);
          } else {
            fail(AgentErrors.of(failure));
          }
        });
  }

  /**
   * Lets the connection be idle while a browser works, as long as the peer is there: whenever it
   * was idle for a while the peer is looked for.
   */
  void awaitBrowser() {
    request.addIdleTimeoutListener(timeout -> readingBody || hasLeft());
    request.addFailureListener(failure -> gone.complete(null));
  }

  /** Returns what completes if the peer left before its response came. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  private boolean hasLeft() {
    if (PeerProbe.isGone(request.getConnectionMetaData().getConnection().getEndPoint())) {
      gone.complete(null);
    }
    return gone.isDone();
  }

  void sendNoContent() {
    response.setStatus(204);
    response.write(true, null, callback);
  }

  void send(int status, String type, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean head = method().equals("HEAD");
    response.write(true, head ? null : ByteBuffer.wrap(body), callback);
  }

  /**
   * Sends the error as JSON; a body that has begun is cut off instead, so that nobody takes it for
   * whole.
   */
  void fail(IndexedDbException reason) {
    error = Optional.of(reason);
    if (response.isCommitted()) {
      callback.failed(reason);
      return;
    }
    response.reset();
    SecurityHeaders.addTo(response);
    if (reason.code().httpStatus() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    byte[] body = Json.write(reason.json()).getBytes(StandardCharsets.UTF_8);
    send(reason.code().httpStatus(), "application/json", body);
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return Json.parse(bytes);
    } catch (IndexedDbException e) {
      throw IndexedDbException.of(ErrorCode.BAD_REQUEST, "%s", e.sentence());
    }
  }

  /** The server's word for a body over the limit is an IllegalStateException. */
  private static IndexedDbException bodyError(Throwable error) {
    Throwable cause = AgentErrors.cause(error);
    return cause instanceof IllegalStateException ? bodyTooLarge() : bodyCutOff(cause);
  }

  private static IndexedDbException bodyTooLarge() {
    return IndexedDbException.of(
        ErrorCode.BODY_TOO_LARGE,
        "Cannot accept the request: its body is larger than %s bytes. Name fewer columns, or a shorter"
            + " condition.",
        MAX_BODY_BYTES);
  }

  private static IndexedDbException bodyCutOff(Throwable error) {
    return IndexedDbException.of(
            ErrorCode.BAD_REQUEST,
            "Cannot accept the request: its body did not come whole. Send it again.")
        .causedBy(error);
  }
}
