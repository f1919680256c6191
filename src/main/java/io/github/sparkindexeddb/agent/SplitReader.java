// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Malformed;
import io.github.sparkindexeddb.wire.Protocol;
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
final class SplitReader extends IteratingCallback {
  /** The largest that the server's pool keeps; larger ones would be left to the collector. */
  private static final int BUFFER_BYTES = 64 << 10;

  /** Answers of one line: Jetty's response header buffer is 8 KiB. */
  private static final int MALFORMED_BYTES = 4 << 10;

  private final Exchange exchange;
  private final LongConsumer onRead;
  private final Runnable onEnd;
  private final Executor executor;
  private final long idleTimeout;

  /** The one being read first. */
  private final Queue<SplitBody> bodies = new ArrayDeque<>();

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
  SplitReader(
      List<Scan.Part> parts, Exchange exchange, long offset, LongConsumer onRead, Runnable onEnd) {
    this.exchange = exchange;
    this.onRead = onRead;
    this.onEnd = onEnd;
    this.executor = exchange.request().getComponents().getExecutor();
    this.idleTimeout = endPoint().getIdleTimeout();
    for (Scan.Part part : parts) {
      bodies.add(new SplitBody(part, bodies.isEmpty() ? offset : 0, this::wake));
    }
  }

  /**
   * Begins; the rest follows by itself.
   *
   * @param patience how long a reader may leave its socket full
   * @throws IndexedDbException {@code BAD_REQUEST} if the reader could not tell a body that was cut
   *     from a whole one
   */
  void start(String mediaType, Duration patience) {
    requireChunks();
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
    endPoint().setIdleTimeout(patience.toMillis());
    bodies.element().begin();
    iterate();
  }

  private void requireChunks() {
    HttpVersion version = exchange.request().getConnectionMetaData().getHttpVersion();
    if (version.getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
      throw new IndexedDbException(
          ErrorCode.BAD_REQUEST,
          "Cannot answer in "
              + version.asString()
              + ": a reader could not tell a body that was cut from a whole one. Use HTTP/1.1; in"
              + " nginx say 'proxy_http_version 1.1'.");
    }
  }

  /** On a thread of the server: the caller is a browser's link, which must not wait for readers. */
  private void wake() {
    executor.execute(this::iterate);
  }

  @Override
  protected Action process() throws IOException {
    release();
    if (complete) {
      return Action.SUCCEEDED;
    }
    SplitBody body = bodies.element();
    buffer = exchange.request().getComponents().getByteBufferPool().acquire(BUFFER_BYTES, true);
    ByteBuffer bytes = buffer.getByteBuffer();
    if (!body.read(bytes)) {
      release();
      return Action.IDLE;
    }
    crc.update(bytes.duplicate());
    body.seal().ifPresent(this::sealed);
    onRead.accept(bytes.remaining());
    exchange.response().write(complete, bytes, this);
    bodies.element().pump();
    return Action.SCHEDULED;
  }

  /** A body came to its end: the next one begins, if there is one. */
  private void sealed(Seal ended) {
    seal = seal == null ? ended : seal.and(ended, (int) crc.getValue());
    complete = bodies.size() == 1;
    if (!complete) {
      SplitBody done = bodies.remove();
      done.end();
      done.delete();
      bodies.element().begin();
    }
  }

  @Override
  protected void onCompleteSuccess() {
    end();
    exchange.callback().succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    end();
    if (cause instanceof IndexedDbException error) {
      exchange.fail(error);
    } else {
      Events.LOG.debug("a reader left", cause);
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
        trailers.put(Protocol.MALFORMED_TRAILER, shortened(whole.malformed()));
      }
    }
    return trailers;
  }

  /** Long sentences are left out before the count is. */
  private static String shortened(Malformed malformed) {
    String all = Json.write(malformed.json());
    return all.length() <= MALFORMED_BYTES
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
    release();
    endPoint().setIdleTimeout(idleTimeout);
    bodies.element().end();
    onEnd.run();
  }
}
