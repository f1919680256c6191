// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** One request and its answer, which is given once. Confined to whoever answers. */
final class Exchange {
  /** A scan of thousands of columns. */
  private static final int BODY_BYTES = 8 << 20;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final List<String> path;

  Exchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
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

  String method() {
    return request.getMethod();
  }

  /** Its segments, {@code [""]} for the root. */
  List<String> path() {
    return path;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** How often the header came. */
  int headers(String name) {
    return request.getHeaders().getValuesList(name).size();
  }

  Optional<String> query(String name) {
    Fields fields = Request.extractQueryParameters(request);
    return Optional.ofNullable(fields.getValue(name));
  }

  /**
   * All parameters of the URL.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if one is given twice
   */
  Map<String, String> query() {
    Map<String, String> query = new TreeMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      if (field.getValues().size() > 1) {
        throw new IndexedDbException(
            ErrorCode.BAD_REQUEST,
            "Cannot answer the request: '"
                + Events.plain(field.getName())
                + "' is in its URL more than once. Give it once.");
      }
      query.put(field.getName(), field.getValue());
    }
    return query;
  }

  /** The body as JSON; fails with {@code BODY_TOO_LARGE}, {@code BAD_REQUEST}. */
  // The form that stays takes a promise.
  @SuppressWarnings("removal")
  <T> CompletableFuture<T> body(Function<JsonNode, T> read) {
    if (request.getLength() > BODY_BYTES) {
      return CompletableFuture.failedFuture(tooLarge());
    }
    return Content.Source.asByteArrayAsync(request, BODY_BYTES)
        .handle(
            (bytes, error) -> {
              if (error != null) {
                throw refused(error);
              }
              return read.apply(parse(bytes));
            });
  }

  void json(JsonNode body) {
    send(200, "application/json", Json.write(body).getBytes(StandardCharsets.UTF_8));
  }

  /** Answers with the value as soon as it is there, or with what failed. */
  @SuppressWarnings("FutureReturnValueIgnored") // Its handler takes what failed.
  void json(CompletableFuture<? extends JsonNode> body) {
    body.whenComplete(
        (value, error) -> {
          if (error == null) {
            json(value);
          } else {
            fail(Failures.of(error));
          }
        });
  }

  void nothing() {
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
   * The error as JSON; a body that has begun is cut off instead, so that nobody takes it for whole.
   */
  void fail(IndexedDbException error) {
    if (response.isCommitted()) {
      callback.failed(error);
      return;
    }
    response.reset();
    Headers.secure(response);
    if (error.code() == ErrorCode.TOKEN_MISSING || error.code() == ErrorCode.TOKEN_WRONG) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    byte[] body = Json.write(error.json()).getBytes(StandardCharsets.UTF_8);
    send(error.code().httpStatus(), "application/json", body);
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return Json.parse(bytes);
    } catch (IndexedDbException e) {
      throw new IndexedDbException(ErrorCode.BAD_REQUEST, e.sentence());
    }
  }

  /** The server's word for a body over the limit is an IllegalStateException. */
  private static IndexedDbException refused(Throwable error) {
    Throwable cause = Failures.cause(error);
    return cause instanceof IllegalStateException ? tooLarge() : cutOff(cause);
  }

  private static IndexedDbException tooLarge() {
    return new IndexedDbException(
        ErrorCode.BODY_TOO_LARGE,
        "Cannot accept the request: its body is larger than "
            + BODY_BYTES
            + " bytes. Name fewer columns.");
  }

  private static IndexedDbException cutOff(Throwable error) {
    return new IndexedDbException(
        ErrorCode.BAD_REQUEST,
        "Cannot accept the request: its body did not come whole. Send it again.",
        error);
  }
}
