// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Malformed;
import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Streams a split's body to one request: what is there at once, then what comes, and ends only a
 * sealed split whose every byte was read back as it was written. Holds no thread while it waits and
 * one small buffer while it writes.
 *
 * <p>{@link #process} runs once at a time, as its super class sees to.
 */
final class SplitReader extends IteratingCallback implements Split.Follower {
  /** The largest that the server's pool keeps; larger ones would be left to the collector. */
  private static final int BUFFER_BYTES = 64 << 10;

  /** Answers of one line: Jetty's response header buffer is 8 KiB. */
  private static final int MALFORMED_BYTES = 4 << 10;

  private final Scan.Part part;
  private final Exchange exchange;
  private final LongConsumer onRead;
  private final Executor executor;
  private final long idleTimeout;
  private CRC32C crc = new CRC32C();
  private Disk.Content content;
  private RetainableByteBuffer buffer;
  private boolean complete;
  private volatile Seal seal;
  private volatile long position;

  /**
   * @param onRead called with the number of bytes just read, with 0 at the end
   */
  SplitReader(Scan.Part part, Exchange exchange, long offset, LongConsumer onRead) {
    this.part = part;
    this.exchange = exchange;
    this.position = offset;
    this.onRead = onRead;
    this.executor = exchange.request().getComponents().getThreadPool();
    this.idleTimeout = endPoint().getIdleTimeout();
  }

  /**
   * Begins; the rest follows by itself.
   *
   * @param patience how long a reader may leave its socket full
   */
  void start(String mediaType, Duration patience) {
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
    part.split().follow(this);
    part.feed().pump();
    iterate();
  }

  @Override
  public long position() {
    return position;
  }

  /** On a thread of the server: the caller is a browser's link, which must not wait for readers. */
  @Override
  public void wake() {
    executor.execute(this::iterate);
  }

  @Override
  protected Action process() throws IOException {
    release();
    if (complete) {
      return Action.SUCCEEDED;
    }
    Split.View view = part.split().view();
    if (view.error().isPresent()) {
      throw view.error().get();
    }
    if (position == view.end() && view.seal().isEmpty()) {
      return Action.IDLE;
    }
    ByteBuffer bytes = read(view);
    seal = view.seal().orElse(null);
    complete = seal != null && position == view.end();
    verifyIfComplete();
    onRead.accept(bytes.remaining());
    exchange.response().write(complete, bytes, this);
    part.feed().pump();
    return Action.SCHEDULED;
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

  private ByteBuffer read(Split.View view) throws IOException {
    if (content == null) {
      open(view);
    }
    buffer = exchange.request().getComponents().getByteBufferPool().acquire(BUFFER_BYTES, true);
    ByteBuffer bytes = buffer.getByteBuffer();
    bytes.clear().limit((int) Math.min(bytes.capacity(), view.end() - position));
    while (bytes.hasRemaining()) {
      if (content.read(bytes, position + bytes.position()) < 0) {
        throw damaged("its file is shorter than " + view.end() + " bytes");
      }
    }
    bytes.flip();
    crc.update(bytes.duplicate());
    position += bytes.remaining();
    return bytes;
  }

  /** The checksum runs over the whole body, so a resumed reader looks at what it skips too. */
  private void open(Split.View view) throws IOException {
    try {
      content = part.split().file().open();
      long size = content.size();
      if (view.seal().isPresent() && size != view.end()) {
        throw damaged("its file has " + size + " bytes, not " + view.end());
      }
    } catch (IndexedDbException damaged) {
      part.split().fail(damaged);
      throw damaged;
    }
    crc = SpoolFile.checksum(content, position);
  }

  private void verifyIfComplete() {
    if (complete && (int) crc.getValue() != seal.crc()) {
      throw damaged("its bytes have changed");
    }
  }

  private IndexedDbException damaged(String how) {
    IndexedDbException error = part.split().file().damaged(how);
    part.split().fail(error);
    return error;
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
    part.split().unfollow(this);
    onRead.accept(0);
    if (content != null) {
      try {
        content.close();
      } catch (IOException e) {
        Events.LOG.debug("a split file could not be closed", e);
      }
    }
  }
}
