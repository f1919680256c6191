// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.agent.scan.Scan;
import io.github.sparkindexeddb.agent.scan.SplitCursor;
import io.github.sparkindexeddb.agent.spool.Seal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Streams the body of a split, or those of several as one, to one request, and ends only what is
 * sealed. Holds no thread while it waits and one small buffer while it writes.
 *
 * <p>{@link #process} runs once at a time, as its super class sees to.
 */
final class SplitResponse extends IteratingCallback {
  /** The largest that the server's pool keeps; larger ones would be left to the collector. */
  private static final int BUFFER_BYTES = 64 << 10;

  /** A trailer is one line: Jetty's response header buffer is 8 KiB. */
  private static final int MAX_MALFORMED_BYTES = 4 << 10;

  private final HttpExchange exchange;
  private final LongConsumer onRead;
  private final Runnable onEnd;
  private final Executor executor;
  private final long formerIdleTimeout;

  /** The cursors that are not at their end; the first is being read. */
  private final Queue<SplitCursor> cursors = new ArrayDeque<>();

  private final CRC32C crc = new CRC32C();
  private RetainableByteBuffer buffer;
  private boolean complete;
  private volatile Seal seal;

  /**
   * @param parts to be read one after the other, and nobody else reads them if there are several
   * @param offset in the first
   * @param onRead called with the number of bytes just read
   * @param onEnd called once, whatever the end was
   */
  SplitResponse(
      List<Scan.Part> parts,
      HttpExchange exchange,
      long offset,
      LongConsumer onRead,
      Runnable onEnd) {
    this.exchange = exchange;
    this.onRead = onRead;
    this.onEnd = onEnd;
    this.executor = exchange.request().getComponents().getExecutor();
    this.formerIdleTimeout = endPoint().getIdleTimeout();
    for (Scan.Part part : parts) {
      cursors.add(new SplitCursor(part, cursors.isEmpty() ? offset : 0, this::resume));
    }
  }

  /**
   * Begins to send; the rest follows by itself.
   *
   * @param idleTimeout how long a reader may leave its socket full
   * @throws IndexedDbException {@code BAD_REQUEST} if the reader could not tell a body that was cut
   *     from a whole one
   */
  void start(String mediaType, Duration idleTimeout) {
    requireChunkedEncoding();
    Response response = exchange.response();
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, mediaType);
    headers.put(
        HttpHeader.TRAILER,
        String.join(
            ", ",
            Protocol.ROWS_TRAILER,
            Protocol.BYTES_TRAILER,
            Protocol.CRC_TRAILER,
            Protocol.EXAMINED_TRAILER,
            Protocol.MALFORMED_TRAILER));
    response.setTrailersSupplier(this::trailers);
    exchange.request().addIdleTimeoutListener(timeout -> false);
    endPoint().setIdleTimeout(idleTimeout.toMillis());
    exchange.tokenUse().onTokenEnd(this::onTokenEnd);
    cursors.element().start();
    iterate();
  }

  /** Ends the body, and also a write that waits for the reader. */
  private void onTokenEnd(IndexedDbException reason) {
    abort(reason);
    if (exchange.response().isCommitted()) {
      endPoint().close(reason);
    }
  }

  private void requireChunkedEncoding() {
    HttpVersion version = exchange.request().getConnectionMetaData().getHttpVersion();
    if (version.getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
      throw IndexedDbException.of(
          ErrorCode.BAD_REQUEST,
          "Cannot answer in %s: a reader could not tell a body that was cut from a whole one. Use"
              + " HTTP/1.1; in nginx say 'proxy_http_version 1.1'.",
          version.asString());
    }
  }

  /** Goes on, on a thread of the server: the thread of a link must not wait for readers. */
  private void resume() {
    executor.execute(this::iterate);
  }

  @Override
  protected Action process() throws IOException {
    release();
    if (complete) {
      return Action.SUCCEEDED;
    }
    SplitCursor cursor = cursors.element();
    buffer = exchange.request().getComponents().getByteBufferPool().acquire(BUFFER_BYTES, true);
    ByteBuffer bytes = buffer.getByteBuffer();
    if (!cursor.read(bytes)) {
      release();
      return Action.IDLE;
    }
    crc.update(bytes.duplicate());
    cursor.seal().ifPresent(this::onSeal);
    onRead.accept(bytes.remaining());
    exchange.response().write(complete, bytes, this);
    cursors.element().requestMore();
    return Action.SCHEDULED;
  }

  /** Ends a split and begins the next one, if there is one. */
  private void onSeal(Seal ended) {
    seal = seal == null ? ended : seal.and(ended, (int) crc.getValue());
    complete = cursors.size() == 1;
    if (!complete) {
      SplitCursor done = cursors.remove();
      done.close();
      done.delete();
      cursors.element().start();
    }
  }

  @Override
  protected void onCompleteSuccess() {
    end();
    exchange.callback().succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    FatalErrors.reportIn(cause);
    end();
    if (cause instanceof IndexedDbException error) {
      exchange.fail(error);
    } else {
      AgentLog.LOG.debug("a reader left", cause);
      exchange.callback().failed(cause);
    }
  }

  private HttpFields trailers() {
    HttpFields.Mutable trailers = HttpFields.build();
    Seal whole = seal;
    if (whole != null) {
      trailers.put(Protocol.ROWS_TRAILER, whole.rows());
      trailers.put(Protocol.BYTES_TRAILER, whole.bytes());
      trailers.put(Protocol.CRC_TRAILER, whole.crcText());
      trailers.put(Protocol.EXAMINED_TRAILER, whole.examined());
      if (whole.malformed().count() > 0) {
        trailers.put(Protocol.MALFORMED_TRAILER, malformedText(whole.malformed()));
      }
    }
    return trailers;
  }

  /** Returns the count alone where the sentences are too long. */
  private static String malformedText(Malformed malformed) {
    String all = Json.write(malformed.json());
    return all.length() <= MAX_MALFORMED_BYTES
        ? all
        : Json.write(new Malformed(malformed.count(), Map.of()).json());
  }

  private EndPoint endPoint() {
    return exchange.request().getConnectionMetaData().getConnection().getEndPoint();
  }

  private void release() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  private void end() {
    exchange.tokenUse().close();
    release();
    endPoint().setIdleTimeout(formerIdleTimeout);
    cursors.element().close();
    onEnd.run();
  }
}
